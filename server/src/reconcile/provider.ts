/** What reconciling needs of a payment provider. Implemented over Stripe; nothing here knows Stripe's words. */
export interface CashProvider {
  /** Every movement of the provider's balance, in any order; throws a `Problem` where the provider does not answer. */
  movements(): AsyncIterable<ProviderMovement>;
}

/** The kinds of cash that the ledger follows; each is the item of a payment or of a transfer. */
export const cashKinds = ['charge', 'refund', 'dispute', 'transfer', 'reversal'] as const;
export type CashKind = (typeof cashKinds)[number];

export interface ProviderMovement {
  /** Null for a movement of another kind, such as money on its way to the platform's bank. */
  readonly kind: CashKind | null;
  /** The payment, or the transfer, that it belongs to. */
  readonly subject: string | null;
  /** Our own id of it, when the provider was told one: a top-up or a payout. Then the ledger must know it. */
  readonly ours: string | null;
  /** What a movement that is not the ledger's is summed under. */
  readonly category: string;
  /** Smallest units of the currency; negative for money that leaves. Before fees. */
  readonly cents: bigint;
  readonly feeCents: bigint;
  readonly currency: string;
}
