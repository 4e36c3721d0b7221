import { emit } from '../events/emit.ts';
import { findPaymentMethod } from '../payment-methods/payment-method.ts';
import type { World } from '../world/world.ts';
import { attemptPayment, failIntent } from './attempt-payment.ts';
import type { PaymentIntentRecord } from './payment-intent.ts';

/** Codes and words of Stripe for a customer who did not prove who they are. */
const notAuthenticated = {
  code: 'payment_intent_authentication_failure',
  declineCode: 'authentication_not_handled',
  message: 'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
};

/** Ends the customer's 3-D Secure step. The intent must be in `requires_action`. */
export function authenticatePayment(
  world: World,
  intent: PaymentIntentRecord,
  outcome: 'authenticated' | 'failed',
): PaymentIntentRecord {
  const method = findPaymentMethod(world, intent.payment_method ?? '');
  if (outcome === 'failed') {
    const open = failIntent(world, intent, method, notAuthenticated);
    emit(world, 'payment_intent.payment_failed', open);
    world.tellOfPayment(open);
    return open;
  }
  const options = { offSession: false, authenticated: true, authenticateUrl: '', returnUrl: null };
  return attemptPayment(world, intent, method, options).intent;
}
