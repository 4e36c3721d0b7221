import { type Client, connect, KopaiError, Wallets } from '@kopai/sdk';
import type { KopaiPage } from './kopai-page.ts';
import { WalletStore } from './wallet-store.ts';

/** Nobody is signed in: what was asked for belongs to somebody. */
export class SignedOutError extends Error {
  override readonly name = 'SignedOutError';
}

/** The part of a page that needs the whole client. Badges do without it, and a page of badges alone doesn't load it. */
export interface Account {
  /** Speaks with the page's session. A section makes the nouns that it needs of it, `new Payouts(client)`, and loads no others. */
  readonly client: Client;
  /** The same without a session: what is on sale is shown to visitors too. */
  readonly publicClient: Client;
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
  const account: Account = {
    client,
    publicClient: connect({ baseUrl, fetch }),
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
