import { type BodyOf, type Pack, Problem, type Topup, type TopupStatus } from '@kopai/contracts';
import type { Clock } from './clock.ts';
import type { Wallets } from './wallets.ts';

/** What the payer does at the checkout by themselves, before the page asks how it went. */
export type Payer = 'waits' | 'pays' | 'declines';

/** Added to the URL that the payer comes back to, with the id of the top-up. */
const topupParameter = 'kopai_topup';

interface Entry {
  topup: Topup;
  readonly successUrl: string;
  readonly cancelUrl: string;
}

type Order = Pick<BodyOf<'topups.create'>, 'successUrl' | 'cancelUrl' | 'uiMode'> & { wallet: string; pack: Pack };

/** Purchases, and a checkout that is worked from the outside. */
export class Topups {
  readonly #clock: Clock;
  readonly #wallets: Wallets;
  readonly #byId = new Map<string, Entry>();
  /** What happens at the checkout between one look at a top-up and the next. */
  payer: Payer = 'waits';

  constructor(clock: Clock, wallets: Wallets) {
    this.#clock = clock;
    this.#wallets = wallets;
  }

  create({ wallet, pack, successUrl, cancelUrl, uiMode = 'hosted' }: Order): Topup {
    const id = this.#clock.newId('topup');
    const topup: Topup = {
      id,
      object: 'topup',
      wallet,
      packId: pack.id,
      credits: pack.credits,
      amountCents: pack.amountCents,
      currency: pack.currency,
      status: 'pending',
      checkoutUrl: uiMode === 'hosted' ? `https://checkout.invalid/pay/${id}` : null,
      clientSecret: uiMode === 'embedded' ? `mock_secret_${id}` : null,
      receiptUrl: null,
      createdAt: this.#clock.instant(),
      paidAt: null,
    };
    this.#byId.set(id, { topup, successUrl, cancelUrl });
    return topup;
  }

  /** A purchase as it stands, after the payer has done what they do by themselves. */
  look(id: string): Topup {
    if (this.#entry(id).topup.status === 'pending') {
      if (this.payer === 'pays') this.settle(id, 'paid');
      if (this.payer === 'declines') this.settle(id, 'failed');
    }
    return this.#entry(id).topup;
  }

  /**
   * Brings a purchase on: credits land when it is first paid, and only then. A purchase that has ended stays as it is. Returns
   * the URL that the checkout sends the payer to.
   */
  settle(id: string, status: Exclude<TopupStatus, 'pending'>): string {
    const entry = this.#entry(id);
    const { topup } = entry;
    const open = topup.status === 'pending' || topup.status === 'processing';
    if (open && status !== topup.status) {
      const paid = status === 'paid';
      entry.topup = {
        ...topup,
        status,
        checkoutUrl: null,
        clientSecret: null,
        receiptUrl: paid ? `https://checkout.invalid/receipts/${id}` : null,
        paidAt: paid ? this.#clock.instant() : null,
      };
      if (paid)
        this.#wallets.move(topup.wallet, {
          kind: 'topup',
          amount: topup.credits,
          about: { topupId: id, receiptUrl: entry.topup.receiptUrl },
        });
    }
    const back = new URL(status === 'paid' || status === 'processing' ? entry.successUrl : entry.cancelUrl);
    back.searchParams.set(topupParameter, id);
    return back.href;
  }

  #entry(id: string): Entry {
    const entry = this.#byId.get(id);
    if (!entry) throw topupNotFound(id);
    return entry;
  }
}

export const topupNotFound = (id: string) => new Problem('topup_not_found', `There is no top-up ${id} of yours.`);
