import type Stripe from 'stripe';
import { emit } from '../events/emit.ts';
import { noSuch } from '../http/api-error.ts';
import { defineCollection } from '../store/collection-key.ts';
import { makeId } from '../world/make-id.ts';
import type { WithIds } from '../world/references.ts';
import type { World } from '../world/world.ts';

export type PaymentIntentRecord = WithIds<Stripe.PaymentIntent, 'customer' | 'latest_charge' | 'payment_method'>;

export const paymentIntents = defineCollection<PaymentIntentRecord>('payment_intents');

/** What a payment intent is made from, by the API or by a checkout session. Amounts in smallest currency units. */
export interface PaymentIntentTerms {
  readonly amount: number;
  readonly currency: string;
  readonly customer: string | null;
  readonly paymentMethod: string | null;
  readonly description: string | null;
  readonly metadata: Record<string, string>;
  readonly receiptEmail: string | null;
  readonly setupFutureUsage: 'off_session' | 'on_session' | null;
  readonly statementDescriptor: string | null;
  readonly statementDescriptorSuffix: string | null;
  readonly transferGroup: string | null;
}

export function createPaymentIntent(world: World, terms: PaymentIntentTerms): PaymentIntentRecord {
  const id = makeId('pi');
  const intent: PaymentIntentRecord = {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount: terms.amount,
    amount_capturable: 0,
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: { allow_redirects: 'always', enabled: true },
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic_async',
    client_secret: makeId(`${id}_secret`, 25),
    confirmation_method: 'automatic',
    created: world.clock.now(),
    currency: terms.currency,
    customer: terms.customer,
    customer_account: null,
    description: terms.description,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: terms.metadata,
    next_action: null,
    on_behalf_of: null,
    payment_method: terms.paymentMethod,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: ['card', 'us_bank_account'],
    payment_record: null,
    processing: null,
    receipt_email: terms.receiptEmail,
    review: null,
    setup_future_usage: terms.setupFutureUsage,
    shipping: null,
    source: null,
    statement_descriptor: terms.statementDescriptor,
    statement_descriptor_suffix: terms.statementDescriptorSuffix,
    status: terms.paymentMethod === null ? 'requires_payment_method' : 'requires_confirmation',
    transfer_data: null,
    transfer_group: terms.transferGroup,
  } satisfies Stripe.PaymentIntent;
  world.store.in(paymentIntents).put(intent);
  emit(world, 'payment_intent.created', intent);
  return intent;
}

/** @throws {ApiError} `resource_missing` */
export function findPaymentIntent(world: World, id: string, param?: string): PaymentIntentRecord {
  const intent = world.store.in(paymentIntents).get(id);
  if (!intent) throw noSuch('payment_intent', id, param);
  return intent;
}

/** Ends an intent that has not succeeded. */
export function cancelPaymentIntent(
  world: World,
  intent: PaymentIntentRecord,
  reason: Stripe.PaymentIntent['cancellation_reason'],
): PaymentIntentRecord {
  const canceled = world.store.in(paymentIntents).put({
    ...intent,
    status: 'canceled',
    canceled_at: world.clock.now(),
    cancellation_reason: reason,
    next_action: null,
  });
  emit(world, 'payment_intent.canceled', canceled);
  return canceled;
}
