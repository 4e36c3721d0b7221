import type { Queryable } from '../db/index.ts';
import { type Comparison, compare, type Difference } from './compare.ts';
import { ledgerCash } from './ledger-cash.ts';
import type { CashProvider, ProviderMovement } from './provider.ts';

export interface ReconcileDependencies {
  /** Should be one snapshot of its own for each statement: the second look must see what the first did not. */
  readonly db: Queryable;
  readonly provider: CashProvider;
  /** Waits before the second look. */
  readonly pause: () => Promise<void>;
}

/**
 * Compares the ledger's cash with the provider's balance. Money moves while it is compared, and a payment is there moments before its
 * webhook is here: so where the first look finds differences a second one follows, and what counts is what both of them saw.
 * Throws a `Problem` where the provider does not answer.
 */
export async function reconcile(deps: ReconcileDependencies): Promise<Comparison> {
  const first = await look(deps);
  if (first.differences.length === 0) return first;
  await deps.pause();
  const second = await look(deps);
  const seen = new Set(first.differences.map(fingerprint));
  return { ...second, differences: second.differences.filter((difference) => seen.has(fingerprint(difference))) };
}

async function look({ db, provider }: ReconcileDependencies): Promise<Comparison> {
  const movements: ProviderMovement[] = [];
  for await (const movement of provider.movements()) movements.push(movement);
  return compare(await ledgerCash(db), movements);
}

const fingerprint = ({ kind, subject, here, there }: Difference) => `${kind} ${subject} ${here} ${there}`;
