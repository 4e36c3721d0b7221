import type Stripe from 'stripe';
import { availableIn } from '../balance/balance.ts';
import { recordMovement } from '../balance/balance-transaction.ts';
import { insufficientBalance } from '../balance/insufficient-balance.ts';
import { emit } from '../events/emit.ts';
import { type ApiError, invalidRequest } from '../http/api-error.ts';
import { makeId } from '../world/make-id.ts';
import type { World } from '../world/world.ts';
import { takeBack } from './destination-payment.ts';
import { presentTransfer, type TransferRecord, transfers } from './transfer.ts';
import { type TransferReversalRecord, transferReversals } from './transfer-reversal.ts';

interface ReversalTerms {
  /** Smallest currency units, or null for all that is left. */
  readonly amount: number | null;
  readonly metadata: Record<string, string>;
}

/**
 * Takes a part of a transfer back, or the rest of it. `amount_reversed` on the transfer is the sum of all of them.
 * @returns the reversal, or the refusal where the connected account has too little left.
 * @throws {ApiError} 400 when less is left to reverse.
 */
export function reverseTransfer(
  world: World,
  transfer: TransferRecord,
  { amount, metadata }: ReversalTerms,
): TransferReversalRecord | ApiError {
  const { currency, destination } = transfer;
  const reversible = checkReversible(transfer, amount);
  if (availableIn(world, destination, currency) < reversible) {
    return insufficientBalance(
      `Insufficient funds in the connected account ${destination} to reverse this transfer: its available balance is too low.`,
    );
  }
  const id = makeId('trr');
  const movement = recordMovement(world, {
    account: null,
    type: 'transfer_refund',
    reportingCategory: 'transfer_reversal',
    amount: reversible,
    fee: 0,
    currency,
    description: 'REFUND FOR TRANSFER',
    source: id,
    pends: false,
  });
  const reversal: TransferReversalRecord = world.store.in(transferReversals).put({
    id,
    object: 'transfer_reversal',
    amount: reversible,
    balance_transaction: movement.id,
    created: world.clock.now(),
    currency,
    destination_payment_refund: takeBack(world, transfer.destination_payment, reversible),
    metadata,
    source_refund: null,
    transfer: transfer.id,
  } satisfies Stripe.TransferReversal);
  const amount_reversed = transfer.amount_reversed + reversible;
  const reversed = amount_reversed === transfer.amount;
  const after = world.store.in(transfers).put({ ...transfer, amount_reversed, reversed });
  emit(world, 'transfer.reversed', presentTransfer(world, after), { amount_reversed: transfer.amount_reversed });
  return reversal;
}

/** How much to take back, in smallest currency units. */
function checkReversible({ id, amount: sent, amount_reversed }: TransferRecord, amount: number | null): number {
  const left = sent - amount_reversed;
  if (left === 0) throw invalidRequest(`Transfer ${id} is already fully reversed.`, { param: 'id' });
  if (amount !== null && amount > left) {
    throw invalidRequest(`Transfer reversal amount (${amount}) is greater than unreversed transfer amount (${left}).`, {
      param: 'amount',
    });
  }
  return amount ?? left;
}
