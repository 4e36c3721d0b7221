// Made from the elements' manifest: change the elements, then run `pnpm derive`.
import '@kopai/elements/transactions';
import type { KopaiErrorEvent, KopaiSignInEvent, KopaiTransactions as KopaiTransactionsElement } from '@kopai/elements';
import { type WrapperProps, wrap } from './wrap.ts';

/** What the component takes: the properties of `<kopai-transactions>`, and a handler for each of its events. */
export interface KopaiTransactionsProps extends WrapperProps {
  readonly wallet?: KopaiTransactionsElement['wallet'] | undefined;
  readonly pageSize?: KopaiTransactionsElement['pageSize'] | undefined;
  readonly memberName?: KopaiTransactionsElement['memberName'] | undefined;
  /** A visitor wants to sign in. */
  readonly onKopaiSignIn?: ((event: KopaiSignInEvent) => void) | undefined;
  /** Something failed. */
  readonly onKopaiError?: ((event: KopaiErrorEvent) => void) | undefined;
}

/** What moved a wallet, newest first: filtered by kind and period, a page at a time, and as a CSV file. New movements appear by themselves. */
export const KopaiTransactions = wrap<KopaiTransactionsElement, KopaiTransactionsProps>({
  tag: 'kopai-transactions',
  attributes: {
    wallet: 'wallet',
    pageSize: 'page-size',
  },
  switches: {},
  properties: ['memberName'],
  events: {
    onKopaiSignIn: 'kopai-sign-in',
    onKopaiError: 'kopai-error',
  },
});
