import { createCustomer } from '../customers/customer.ts';
import { emit } from '../events/emit.ts';
import { attemptPayment } from '../payment-intents/attempt-payment.ts';
import { authenticatePayment } from '../payment-intents/authenticate-payment.ts';
import type { PaymentIntentRecord } from '../payment-intents/payment-intent.ts';
import { settlePayment } from '../payment-intents/settle-payment.ts';
import { behaviourOf, createPaymentMethod, type PaymentMethodRecord } from '../payment-methods/payment-method.ts';
import { type TestInstrumentName, testInstrument } from '../payment-methods/test-instrument.ts';
import type { World } from '../world/world.ts';
import type { CheckoutPayment } from './checkout-mode.ts';
import { payerDetails } from './create-session.ts';
import { checkouts, intentOf, modeOf, pagePath, presentSession, type SessionRecord, sessions } from './session.ts';

/** How a customer may try to pay on the session's page. */
export const paymentChoices = ['paid', 'pay_later', 'declined', 'three_d_secure'] as const;

export type PaymentChoice = (typeof paymentChoices)[number];

const instruments: Readonly<Record<PaymentChoice, TestInstrumentName>> = {
  paid: 'pm_card_visa',
  pay_later: 'pm_usBankAccount_success',
  declined: 'pm_card_chargeDeclined',
  three_d_secure: 'pm_card_threeDSecure2Required',
};

export interface Payer {
  readonly email: string | null;
  readonly name: string | null;
}

/** Tries to pay an open session. It completes when the payment succeeded or is under way, else it stays open. */
export function submitPayment(
  world: World,
  session: SessionRecord,
  choice: PaymentChoice,
  payer: Payer,
): SessionRecord {
  const known = session.customer_details;
  const details = payerDetails(known?.email ?? payer.email, known?.name ?? payer.name);
  const ready = world.store.in(sessions).put({
    ...session,
    customer: session.customer ?? (session.customer_creation === 'always' ? createCustomer(world, details).id : null),
    customer_details: details,
  });
  const method = createPaymentMethod(world, testInstrument(instruments[choice]), details);
  const intent = intentOf(world, ready) ?? openIntent(world, ready);
  if (intent === null) return keepForLater(world, ready, method);
  const attempt = attemptPayment(world, intent, method, {
    offSession: false,
    authenticated: false,
    authenticateUrl: `${world.url}${pagePath(ready)}/authenticate`,
    returnUrl: ready.success_url ?? ready.return_url ?? null,
  });
  return conclude(world, ready, attempt.intent);
}

/** Ends the 3-D Secure step of a session whose intent waits for it. */
export function submitAuthentication(
  world: World,
  session: SessionRecord,
  intent: PaymentIntentRecord,
  outcome: 'authenticated' | 'failed',
): SessionRecord {
  return conclude(world, session, authenticatePayment(world, intent, outcome));
}

/** Ends the payment of a session that was completed with it still under way. */
export function settleSession(
  world: World,
  session: SessionRecord,
  intent: PaymentIntentRecord,
  outcome: 'succeeded' | 'failed',
): SessionRecord {
  settlePayment(world, intent, outcome);
  if (outcome === 'failed') {
    emit(world, 'checkout.session.async_payment_failed', presentSession(world, session));
    return session;
  }
  const paid = world.store.in(sessions).put({ ...session, payment_status: 'paid' });
  emit(world, 'checkout.session.async_payment_succeeded', presentSession(world, paid));
  return paid;
}

function openIntent(world: World, session: SessionRecord): PaymentIntentRecord | null {
  const intent = modeOf(world, session).createIntent(world, session);
  if (intent === null) return null;
  const checkout = world.store.in(checkouts).get(session.id);
  if (checkout) world.store.in(checkouts).put({ ...checkout, intent: intent.id });
  return intent;
}

/** Nothing is due yet: a good card is kept, a bad one refused. A bank asks for nobody where no money moves. */
function keepForLater(world: World, session: SessionRecord, method: PaymentMethodRecord): SessionRecord {
  const behaviour = behaviourOf(world, method.id);
  if (behaviour.kind !== 'declines') return finish(world, session, { intent: null, method: method.id });
  const checkout = world.store.in(checkouts).get(session.id);
  if (checkout) world.store.in(checkouts).put({ ...checkout, refusal: behaviour.message });
  return session;
}

function conclude(world: World, session: SessionRecord, intent: PaymentIntentRecord): SessionRecord {
  if (intent.status !== 'succeeded' && intent.status !== 'processing') return session;
  return finish(world, session, { intent, method: intent.payment_method ?? '' });
}

function finish(world: World, session: SessionRecord, payment: CheckoutPayment): SessionRecord {
  const completed = modeOf(world, session).complete(world, session, payment);
  const done = world.store.in(sessions).put({
    ...completed,
    status: 'complete',
    payment_status: paymentStatus(payment.intent),
  });
  emit(world, 'checkout.session.completed', presentSession(world, done));
  return done;
}

function paymentStatus(intent: PaymentIntentRecord | null): SessionRecord['payment_status'] {
  if (intent === null) return 'no_payment_required';
  return intent.status === 'succeeded' ? 'paid' : 'unpaid';
}
