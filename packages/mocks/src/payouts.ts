import {
  type BodyOf,
  type ConnectState,
  centsRoundedDown,
  centsToCredits,
  formatCredits,
  microcreditsPerCredit,
  type Payout,
  type PayoutStatus,
  Problem,
} from '@kopai/contracts';
import type { Clock } from './clock.ts';
import type { Wallets } from './wallets.ts';

export const minimumPayout = 100n * microcreditsPerCredit;

interface Account {
  readonly detailsSubmitted: boolean;
  readonly payoutsEnabled: boolean;
  readonly paused: boolean;
}

/** Creators' accounts, and what was withdrawn to them. */
export class Payouts {
  readonly #clock: Clock;
  readonly #wallets: Wallets;
  readonly #accounts = new Map<string, Account>();
  readonly #payouts = new Map<string, Payout>();

  constructor(clock: Clock, wallets: Wallets) {
    this.#clock = clock;
    this.#wallets = wallets;
  }

  /** Opens onboarding: nobody is asked anything in memory, so `complete` does what its last page does. */
  start(orgId: string, { returnUrl }: BodyOf<'connect.start'>) {
    this.#accounts.set(
      orgId,
      this.#accounts.get(orgId) ?? { detailsSubmitted: false, payoutsEnabled: false, paused: false },
    );
    const expiresAt = this.#clock.instant(this.#clock.nowMs() + 5 * 60_000);
    return { object: 'connect_link' as const, url: returnUrl, expiresAt };
  }

  /** The creator finishes onboarding. */
  complete(orgId: string): void {
    this.#accounts.set(orgId, { detailsSubmitted: true, payoutsEnabled: true, paused: false });
  }

  /** Payouts to the creator's bank account keep failing: none is sent until they have corrected it, as `complete` does. */
  pause(orgId: string): void {
    this.#accounts.set(orgId, { detailsSubmitted: true, payoutsEnabled: true, paused: true });
  }

  state(orgId: string): ConnectState {
    const account = this.#accounts.get(orgId);
    const payoutsEnabled = account?.payoutsEnabled ?? false;
    return {
      object: 'connect',
      wallet: `org:${orgId}`,
      connected: account !== undefined,
      detailsSubmitted: account?.detailsSubmitted ?? false,
      payoutsEnabled,
      requirementsDue: account && !payoutsEnabled ? ['external_account'] : [],
      disabledReason: account && !payoutsEnabled ? 'requirements.past_due' : null,
      paused: account?.paused ?? false,
    };
  }

  create(orgId: string, amount: bigint, available: bigint): Payout {
    const wallet = `org:${orgId}`;
    if (amount < minimumPayout) {
      const detail = `The least that is paid out is ${formatCredits(minimumPayout)} credits.`;
      throw new Problem('payout_below_minimum', detail, { minimum: minimumPayout });
    }
    const cents = centsRoundedDown(amount);
    if (centsToCredits(cents) !== amount) {
      const message = 'must be a multiple of 0.1 credits: what is paid out is whole cents';
      throw new Problem('invalid_request', `body.amount: ${message}`, { errors: [{ path: 'body.amount', message }] });
    }
    if (!this.state(orgId).payoutsEnabled) {
      throw new Problem('payouts_not_enabled', 'Connect Stripe and finish its onboarding first.');
    }
    if (this.state(orgId).paused) {
      throw new Problem('payouts_paused', 'The last payouts to the bank account have failed.');
    }
    if (amount > available) {
      const detail = `${formatCredits(available)} credits are available; ${formatCredits(amount)} were asked for.`;
      throw new Problem('insufficient_earnings', detail, { wallet, available, required: amount });
    }
    const now = this.#clock.instant();
    const payout: Payout = {
      id: this.#clock.newId('payout'),
      object: 'payout',
      wallet,
      amount,
      amountCents: Number(cents),
      currency: 'usd',
      status: 'requested',
      reversed: 0n,
      failure: null,
      createdAt: now,
      updatedAt: now,
    };
    this.#payouts.set(payout.id, payout);
    this.#wallets.move(wallet, { kind: 'payout', amount: 0n, about: { earnings: -amount } });
    return payout;
  }

  /** Stripe answers: the payout goes on to this state. */
  settle(id: string, status: Exclude<PayoutStatus, 'requested'>, failure: string | null = null): void {
    const payout = this.get(id);
    const reversed = status === 'reversed' ? payout.amount : 0n;
    this.#payouts.set(id, { ...payout, status, failure, reversed, updatedAt: this.#clock.instant() });
  }

  get(id: string): Payout {
    const payout = this.#payouts.get(id);
    if (!payout) throw payoutNotFound(id);
    return payout;
  }

  list(orgId: string): Payout[] {
    return [...this.#payouts.values()].filter(({ wallet }) => wallet === `org:${orgId}`).reverse();
  }

  /** What has left the available earnings: all but what failed or came back. */
  withdrawn(orgId: string): bigint {
    const gone = this.list(orgId).filter(({ status }) => status !== 'failed' && status !== 'reversed');
    return gone.reduce((sum, { amount }) => sum + amount, 0n);
  }
}

export const payoutNotFound = (id: string) => new Problem('payout_not_found', `There is no payout ${id} of yours.`);
