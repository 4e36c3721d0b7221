import type Stripe from 'stripe';
import { defineCollection } from '../store/collection-key.ts';
import type { WithIds } from '../world/references.ts';
import type { World } from '../world/world.ts';

export type TransferReversalRecord = WithIds<
  Stripe.TransferReversal,
  'balance_transaction' | 'destination_payment_refund' | 'source_refund' | 'transfer'
>;

export const transferReversals = defineCollection<TransferReversalRecord>('transfer_reversals');

/** Newest first, as Stripe lists them. */
export function reversalsOf(world: World, transfer: string): TransferReversalRecord[] {
  const all = world.store.in(transferReversals).newestFirst();
  return all.filter((reversal) => reversal.transfer === transfer);
}
