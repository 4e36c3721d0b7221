import { type ApiError, invalidRequest } from '../http/api-error.ts';
import type { Params } from '../http/params.ts';
import { findPaymentMethod, usePaymentMethod } from '../payment-methods/payment-method.ts';
import type { World } from '../world/world.ts';
import { attemptPayment } from './attempt-payment.ts';
import { authenticationUrl } from './authentication-pages.ts';
import type { PaymentIntentRecord } from './payment-intent.ts';

interface Confirmation {
  readonly paymentMethod: string | null;
  readonly offSession: boolean;
  readonly returnUrl: string | null;
  /** The caller would rather have a refusal than a customer sent to authenticate. */
  readonly errorOnRequiresAction: boolean;
}

/** Reads what creating with `confirm=true` and confirming have in common. */
export function readConfirmation(params: Params): Confirmation {
  params.ignore('use_stripe_sdk', 'mandate_data', 'radar_options');
  return {
    paymentMethod: params.string('payment_method'),
    offSession: params.boolean('off_session') ?? false,
    returnUrl: params.string('return_url'),
    errorOnRequiresAction: params.boolean('error_on_requires_action') ?? false,
  };
}

/** Charges the intent. A declined card is an answer (402) whose work stays done, not a thrown error. */
export function confirmPaymentIntent(
  world: World,
  intent: PaymentIntentRecord,
  confirmation: Confirmation,
): PaymentIntentRecord | ApiError {
  if (!['requires_payment_method', 'requires_confirmation', 'requires_action'].includes(intent.status)) {
    throw invalidRequest(`This PaymentIntent's status is ${intent.status}, so it cannot be confirmed.`, {
      code: 'payment_intent_unexpected_state',
    });
  }
  // A test name such as pm_card_visa was turned into a payment method when the intent was made from it.
  const method =
    intent.payment_method === null
      ? usePaymentMethod(world, confirmation.paymentMethod ?? missingMethod(), 'payment_method')
      : findPaymentMethod(world, intent.payment_method);
  if (method.customer !== null && method.customer !== intent.customer) {
    throw invalidRequest('The payment method belongs to another customer.', { param: 'payment_method' });
  }
  const attempt = attemptPayment(world, intent, method, {
    offSession: confirmation.offSession || confirmation.errorOnRequiresAction,
    authenticated: false,
    authenticateUrl: authenticationUrl(world, intent),
    returnUrl: confirmation.returnUrl,
  });
  return attempt.refusal ?? attempt.intent;
}

function missingMethod(): never {
  throw invalidRequest(
    'You cannot confirm this PaymentIntent because it is missing a payment method. Update the PaymentIntent with a payment method and then confirm it again.',
    { code: 'payment_intent_unexpected_state' },
  );
}
