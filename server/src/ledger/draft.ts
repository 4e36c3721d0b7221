import type { TransactionKind } from '@kopai/contracts';

/** One leg of a transaction. `amount` is in microcredits, credit-positive: what the platform owes or earns grows by it. */
export interface Posting {
  readonly account: string;
  /** 0 unless the account is spread over lanes. */
  readonly lane?: number;
  readonly amount: bigint;
}

/**
 * A transaction that wants to be posted, told by a row of another room that is written with it: a charge's, which has its id but for the noun, its cause
 * and what the owner reads. Its postings sum to zero; one of 0 on a wallet is a line in its history.
 */
export interface Movement {
  readonly id: string;
  readonly kind: TransactionKind;
  readonly postings: readonly Posting[];
  readonly at: Date;
}

/** A transaction that tells itself what caused it, in a row of `ledger_transactions`. */
export interface Draft extends Movement {
  /** What caused it. Each cause has one effect: posting the same source again changes nothing. */
  readonly source: { readonly kind: string; readonly id: string };
  /** What the owner of the wallet reads about it, as JSON. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** Whether it is told by a row of its own. */
export const isDraft = (movement: Movement): movement is Draft => 'source' in movement;

/** Kinds that may take a wallet below zero: money that Stripe has already taken back. */
export const clawbacks: ReadonlySet<TransactionKind> = new Set(['topup_refund', 'dispute']);

/** The programmer's mistakes: a draft that can't be a transaction. Never an answer to a caller. */
export class DraftError extends Error {
  override readonly name = 'DraftError';
}

/** Throws `DraftError` unless the postings sum to zero. */
export function checkMovement(movement: Movement): void {
  const sum = movement.postings.reduce((total, posting) => total + posting.amount, 0n);
  if (sum !== 0n) throw new DraftError(`${movement.kind} ${movement.id} is off by ${sum} microcredits`);
}
