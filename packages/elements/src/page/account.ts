import { AutoTopup, Budgets, Connect, connect, KopaiError, Packs, Payouts, Plans, Topups, Wallets } from '@kopai/sdk';
import type { KopaiPage } from './kopai-page.ts';
import { WalletStore } from './wallet-store.ts';

/** Nobody is signed in: what was asked for belongs to somebody. */
export class SignedOutError extends Error {
  override readonly name = 'SignedOutError';
}

/** The part of a page that needs the whole client. Badges do without it, and a page of badges alone doesn't load it. */
export interface Account {
  readonly autoTopup: AutoTopup;
  readonly budgets: Budgets;
  readonly connect: Connect;
  readonly packs: Packs;
  readonly payouts: Payouts;
  readonly plans: Plans;
  /** The same without a session: what is on sale is shown to visitors too. */
  readonly publicPlans: Plans;
  readonly topups: Topups;
  readonly wallets: Wallets;
  /** Balances, live. */
  readonly balances: WalletStore;
}

const accounts = new WeakMap<KopaiPage, Account>();

/** The account of a page, made when the first element asks. It shares the page's session, so the page's backend is asked once. */
export function accountOf(page: KopaiPage): Account {
  const known = accounts.get(page);
  if (known) return known;
  const { baseUrl, fetch } = page;
  const client = connect({ baseUrl, fetch, session: sessionFor(page) });
  const wallets = new Wallets(client);
  const anonymous = connect({ baseUrl, fetch });
  const account: Account = {
    autoTopup: new AutoTopup(client),
    budgets: new Budgets(client),
    connect: new Connect(client),
    // Packs are public: they are shown to visitors too.
    packs: new Packs(anonymous),
    payouts: new Payouts(client),
    plans: new Plans(client),
    publicPlans: new Plans(anonymous),
    topups: new Topups(client),
    wallets,
    balances: new WalletStore({ wallets, baseUrl, onChange: () => page.prices.refresh() }),
  };
  accounts.set(page, account);
  return account;
}

/** The client asks again only when the token it was given is refused or expiring: it is not given that one twice. */
function sessionFor({ session }: KopaiPage) {
  let given: string | undefined;
  return async () => {
    const current = await session.current(given);
    if (!current) throw new SignedOutError('Nobody is signed in.');
    given = current.token;
    return current;
  };
}

/** Whether a call failed because nobody is signed in, rather than because signing in failed. */
export const isSignedOut = (error: unknown): boolean =>
  error instanceof KopaiError && error.cause instanceof SignedOutError;
