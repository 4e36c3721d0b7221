import { type BalanceTransactionRecord, recordMovement } from '../balance/balance-transaction.ts';
import { emitFor } from '../events/emit.ts';
import { invalidRequest } from '../http/api-error.ts';
import type { World } from '../world/world.ts';
import { type PayoutRecord, payouts, presentPayout } from './payout.ts';
import { type PayoutFailureCode, payoutFailures } from './payout-failure.ts';

/** The money has arrived at the bank, as far as Stripe knows. A bank can still send it back: `failPayout`. */
export function completePayout(world: World, payout: PayoutRecord): PayoutRecord {
  return tell(world, 'payout.paid', { ...payout, status: 'paid' });
}

/** The bank sends the money back, and it is on the balance again. */
export function failPayout(world: World, payout: PayoutRecord, code: PayoutFailureCode): PayoutRecord {
  const movement = giveBack(world, payout, 'payout_failure', 'STRIPE PAYOUT FAILURE');
  return tell(world, 'payout.failed', {
    ...payout,
    status: 'failed',
    failure_balance_transaction: movement.id,
    failure_code: code,
    failure_message: payoutFailures[code],
  });
}

/** Stops a payout that has not set out. @throws {ApiError} 400 for an automatic one, and for one on its way. */
export function cancelPayout(world: World, payout: PayoutRecord): PayoutRecord {
  if (payout.automatic || payout.status !== 'pending') {
    throw invalidRequest('Payouts can only be canceled while they are pending, and automatic payouts never.');
  }
  const movement = giveBack(world, payout, 'payout_cancel', 'STRIPE PAYOUT CANCEL');
  return tell(world, 'payout.canceled', {
    ...payout,
    status: 'canceled',
    failure_balance_transaction: movement.id,
  });
}

function giveBack(
  world: World,
  { id, account, amount, currency }: PayoutRecord,
  type: 'payout_failure' | 'payout_cancel',
  description: string,
): BalanceTransactionRecord {
  return recordMovement(world, {
    account,
    type,
    reportingCategory: 'payout_reversal',
    amount,
    fee: 0,
    currency,
    description,
    source: id,
    pends: false,
  });
}

function tell(
  world: World,
  type: 'payout.paid' | 'payout.failed' | 'payout.canceled',
  payout: PayoutRecord,
): PayoutRecord {
  const kept = world.store.in(payouts).put(payout);
  emitFor(world, kept.account, type, presentPayout(world, kept));
  return kept;
}
