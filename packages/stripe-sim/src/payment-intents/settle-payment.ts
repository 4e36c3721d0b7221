import { charges, findCharge, outcomeOf } from '../charges/charge.ts';
import { emit } from '../events/emit.ts';
import { findPaymentMethod } from '../payment-methods/payment-method.ts';
import type { World } from '../world/world.ts';
import { failIntent, succeed } from './attempt-payment.ts';
import type { PaymentIntentRecord } from './payment-intent.ts';

const bankRefused = {
  code: 'payment_intent_payment_attempt_failed',
  declineCode: 'insufficient_funds',
  message: "The customer's bank account did not have enough funds.",
};

/** Ends a payment that was under way: the bank pays, or it does not. The intent must be `processing`. */
export function settlePayment(
  world: World,
  intent: PaymentIntentRecord,
  outcome: 'succeeded' | 'failed',
): PaymentIntentRecord {
  const charge = findCharge(world, intent.latest_charge ?? '');
  const method = findPaymentMethod(world, intent.payment_method ?? '');
  if (outcome === 'succeeded') return succeed(world, intent, charge, method);
  const failed = world.store.in(charges).put({
    ...charge,
    status: 'failed',
    captured: false,
    failure_code: bankRefused.declineCode,
    failure_message: bankRefused.message,
    outcome: outcomeOf('failed', bankRefused),
  });
  const open = failIntent(world, intent, method, { ...bankRefused, charge: charge.id });
  emit(world, 'charge.failed', failed);
  emit(world, 'payment_intent.payment_failed', open);
  world.tellOfPayment(open);
  return open;
}
