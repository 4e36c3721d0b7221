import type Stripe from 'stripe';
import { recordMovement } from '../balance/balance-transaction.ts';
import { type ChargeRecord, charges, createCharge, type Decline, outcomeOf, presentCharge } from '../charges/charge.ts';
import { emit } from '../events/emit.ts';
import { ApiError } from '../http/api-error.ts';
import { attachPaymentMethod, behaviourOf, type PaymentMethodRecord } from '../payment-methods/payment-method.ts';
import { chargeFee } from '../world/pricing.ts';
import type { World } from '../world/world.ts';
import { type PaymentIntentRecord, paymentIntents } from './payment-intent.ts';

export interface AttemptOptions {
  /** The customer is not there, so nobody can authenticate. */
  readonly offSession: boolean;
  /** The customer has just authenticated. */
  readonly authenticated: boolean;
  /** The page that authenticates, and where it returns to. */
  readonly authenticateUrl: string;
  readonly returnUrl: string | null;
}

export interface Attempt {
  readonly intent: PaymentIntentRecord;
  /** The decline as the API answers it (402), or null. */
  readonly refusal: ApiError | null;
}

const authenticationRequired: Decline = {
  code: 'authentication_required',
  declineCode: 'authentication_required',
  message: 'Your card was declined. This transaction requires authentication.',
};

/** Charges the payment method for the intent; how that goes is the method's behaviour. */
export function attemptPayment(
  world: World,
  before: PaymentIntentRecord,
  method: PaymentMethodRecord,
  options: AttemptOptions,
): Attempt {
  const intent: PaymentIntentRecord = { ...before, payment_method: method.id, next_action: null };
  const behaviour = behaviourOf(world, method.id);
  if (behaviour.kind === 'declines') return decline(world, intent, method, behaviour);
  if (behaviour.kind === 'pends') return { intent: startProcessing(world, intent, method), refusal: null };
  if (behaviour.kind === 'authenticates' && !options.authenticated) {
    if (options.offSession) return decline(world, intent, method, authenticationRequired);
    return { intent: askForAuthentication(world, intent, options), refusal: null };
  }
  const charge = createCharge(world, intent, method, { status: 'succeeded' });
  return { intent: succeed(world, intent, charge, method), refusal: null };
}

/** Books the money of a charge that has just succeeded, and ends the intent. */
export function succeed(
  world: World,
  intent: PaymentIntentRecord,
  charge: ChargeRecord,
  method: PaymentMethodRecord,
): PaymentIntentRecord {
  const behaviour = behaviourOf(world, method.id);
  const movement = recordMovement(world, {
    account: null,
    type: charge.payment_method_details?.type === 'us_bank_account' ? 'payment' : 'charge',
    reportingCategory: 'charge',
    amount: charge.amount,
    fee: chargeFee(world.pricing, charge.amount),
    currency: charge.currency,
    description: charge.description,
    source: charge.id,
    pends: behaviour.kind !== 'succeeds' || behaviour.waits,
  });
  const paid = world.store.in(charges).put({
    ...charge,
    status: 'succeeded',
    paid: true,
    amount_captured: charge.amount,
    balance_transaction: movement.id,
    outcome: outcomeOf('succeeded', null),
  });
  if (intent.setup_future_usage !== null && intent.customer !== null)
    attachPaymentMethod(world, method, intent.customer);
  const done = world.store.in(paymentIntents).put({
    ...intent,
    status: 'succeeded',
    amount_received: charge.amount,
    latest_charge: charge.id,
    last_payment_error: null,
    next_action: null,
  });
  emit(world, 'charge.succeeded', presentCharge(world, paid));
  emit(world, 'payment_intent.succeeded', done);
  world.tellOfPayment(done);
  return done;
}

/** Records the failed charge and leaves the intent open for another payment method. */
export function decline(
  world: World,
  intent: PaymentIntentRecord,
  method: PaymentMethodRecord,
  reason: Decline,
): Attempt {
  const charge = createCharge(world, intent, method, { status: 'failed', decline: reason });
  const failed = failIntent(world, { ...intent, latest_charge: charge.id }, method, { ...reason, charge: charge.id });
  emit(world, 'charge.failed', charge);
  emit(world, 'payment_intent.payment_failed', failed);
  world.tellOfPayment(failed);
  return { intent: failed, refusal: refusalOf(failed, method, reason, charge.id) };
}

/** The intent after a payment that came to nothing: open again, with the reason on it. */
export function failIntent(
  world: World,
  intent: PaymentIntentRecord,
  method: PaymentMethodRecord,
  reason: Decline & { readonly charge?: string },
): PaymentIntentRecord {
  const error: Stripe.PaymentIntent.LastPaymentError = {
    ...(reason.charge === undefined ? {} : { charge: reason.charge }),
    code: reason.code,
    decline_code: reason.declineCode,
    message: reason.message,
    payment_method: method,
    type: 'card_error',
  };
  return world.store.in(paymentIntents).put({
    ...intent,
    status: 'requires_payment_method',
    payment_method: null,
    next_action: null,
    processing: null,
    last_payment_error: error,
  });
}

function startProcessing(world: World, intent: PaymentIntentRecord, method: PaymentMethodRecord): PaymentIntentRecord {
  const charge = createCharge(world, intent, method, { status: 'pending' });
  const processing = world.store.in(paymentIntents).put({ ...intent, status: 'processing', latest_charge: charge.id });
  emit(world, 'charge.pending', charge);
  emit(world, 'payment_intent.processing', processing);
  return processing;
}

function askForAuthentication(
  world: World,
  intent: PaymentIntentRecord,
  { authenticateUrl, returnUrl }: AttemptOptions,
): PaymentIntentRecord {
  const waiting = world.store.in(paymentIntents).put({
    ...intent,
    status: 'requires_action',
    next_action: { type: 'redirect_to_url', redirect_to_url: { url: authenticateUrl, return_url: returnUrl } },
  });
  emit(world, 'payment_intent.requires_action', waiting);
  return waiting;
}

function refusalOf(
  intent: PaymentIntentRecord,
  method: PaymentMethodRecord,
  { code, declineCode, message }: Decline,
  charge: string,
): ApiError {
  return new ApiError(402, {
    type: 'card_error',
    code,
    decline_code: declineCode,
    message,
    charge,
    payment_intent: intent,
    payment_method: method,
  });
}
