/** What payouts need of a payment provider. Implemented over Stripe; nothing here knows Stripe's words. */
export interface PayoutProvider {
  /** Makes the provider's account of an organization; the same `key` always makes the same one. */
  createAccount(orgId: string, key: string): Promise<AccountState>;
  readAccount(accountId: string): Promise<AccountState>;
  /** A link into the hosted onboarding, good for one use. */
  onboardingLink(
    accountId: string,
    urls: { returnUrl: string; refreshUrl: string },
  ): Promise<{ url: string; expiresMs: number }>;
  /** Sends money to an account. The same `key` never sends twice; its answer is one of the four. */
  send(order: TransferOrder): Promise<TransferAnswer>;
  /** The transfer that was made for a payout, if one was: looked up by the payout, not by a key that may be forgotten. */
  findTransfer(payoutId: string): Promise<TransferState | undefined>;
  readTransfer(transferId: string): Promise<TransferState>;
}

export interface AccountState {
  readonly accountId: string;
  readonly detailsSubmitted: boolean;
  readonly payoutsEnabled: boolean;
  readonly requirementsDue: readonly string[];
  readonly disabledReason: string | null;
}

export interface TransferOrder {
  readonly payoutId: string;
  readonly accountId: string;
  readonly amountCents: number;
  readonly currency: string;
  readonly key: string;
}

export interface TransferState {
  readonly transferId: string;
  readonly payoutId: string | null;
  readonly reversedCents: number;
}

/** `refused` and `no_balance` are definite: nothing was sent. `unknown` is not: it may have been. */
export type TransferAnswer =
  | { readonly kind: 'sent'; readonly transferId: string }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'no_balance' }
  | { readonly kind: 'unknown'; readonly reason: string };
