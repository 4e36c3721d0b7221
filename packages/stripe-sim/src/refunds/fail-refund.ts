import { recordMovement } from '../balance/balance-transaction.ts';
import { charges, findCharge, presentCharge } from '../charges/charge.ts';
import { emit } from '../events/emit.ts';
import type { World } from '../world/world.ts';
import { type RefundRecord, refunds } from './refund.ts';

/** Why a refund does not reach the cardholder: https://docs.stripe.com/refunds#failed-refunds */
export const refundFailures = [
  'lost_or_stolen_card',
  'expired_or_canceled_card',
  'charge_for_pending_refund_disputed',
  'insufficient_funds',
  'declined',
  'merchant_request',
  'unknown',
] as const;

/** The bank sends a refund back: the money is on the balance again, and the charge counts it as refunded no more. */
export function failRefund(world: World, refund: RefundRecord, reason: (typeof refundFailures)[number]): RefundRecord {
  const movement = recordMovement(world, {
    account: null,
    type: 'refund_failure',
    reportingCategory: 'refund_failure',
    amount: refund.amount,
    fee: 0,
    currency: refund.currency,
    description: 'REFUND FAILURE',
    source: refund.id,
    pends: false,
  });
  const failed = world.store.in(refunds).put({
    ...refund,
    status: 'failed',
    failure_reason: reason,
    failure_balance_transaction: movement.id,
  });
  const charge = findCharge(world, refund.charge ?? '');
  const amount_refunded = charge.amount_refunded - refund.amount;
  const unrefunded = world.store.in(charges).put({ ...charge, amount_refunded, refunded: false });
  const previous = { amount_refunded: charge.amount_refunded, refunded: charge.refunded };
  emit(world, 'refund.failed', failed);
  emit(world, 'refund.updated', failed, { status: refund.status });
  emit(world, 'charge.refund.updated', failed, { status: refund.status });
  emit(world, 'charge.updated', presentCharge(world, unrefunded), previous);
  return failed;
}
