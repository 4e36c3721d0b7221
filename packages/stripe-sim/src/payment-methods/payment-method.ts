import type Stripe from 'stripe';
import { emit } from '../events/emit.ts';
import { invalidRequest, noSuch } from '../http/api-error.ts';
import { defineCollection } from '../store/collection-key.ts';
import { makeId } from '../world/make-id.ts';
import type { WithIds } from '../world/references.ts';
import type { World } from '../world/world.ts';
import { type Behaviour, type BehaviourName, behaviours } from './card-behaviour.ts';
import { findTestInstrument, type TestInstrument } from './test-instrument.ts';

export type PaymentMethodRecord = WithIds<Stripe.PaymentMethod, 'customer'>;

export const paymentMethods = defineCollection<PaymentMethodRecord>('payment_methods');

/** How a payment method behaves is the simulator's own knowledge and no part of Stripe's object. */
const methodBehaviours = defineCollection<{ readonly id: string; readonly behaviour: BehaviourName }>(
  'payment_method_behaviours',
);

export function createPaymentMethod(
  world: World,
  instrument: TestInstrument,
  holder: { email: string | null; name: string | null },
): PaymentMethodRecord {
  const method: PaymentMethodRecord = {
    id: makeId('pm'),
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: { address: null, email: holder.email, name: holder.name, phone: null, tax_id: null },
    ...(instrument.type === 'card'
      ? { card: cardFace(world, instrument) }
      : { us_bank_account: bankAccount(instrument) }),
    created: world.clock.now(),
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: instrument.type,
  } satisfies Stripe.PaymentMethod;
  setBehaviour(world, method.id, instrument.behaviour);
  return world.store.in(paymentMethods).put(method);
}

function cardFace(world: World, { brand, last4 }: TestInstrument): Stripe.PaymentMethod.Card {
  return {
    brand,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
    country: 'US',
    display_brand: brand,
    exp_month: 12,
    exp_year: new Date(world.clock.now() * 1000).getUTCFullYear() + 4,
    fingerprint: `sim${last4}`,
    funding: 'credit',
    generated_from: null,
    last4,
    networks: { available: [brand], preferred: null },
    regulated_status: 'unregulated',
    three_d_secure_usage: { supported: true },
    wallet: null,
  };
}

function bankAccount({ last4 }: TestInstrument): Stripe.PaymentMethod.UsBankAccount {
  return {
    account_holder_type: 'individual',
    account_type: 'checking',
    bank_name: 'STRIPE TEST BANK',
    financial_connections_account: null,
    fingerprint: `sim${last4}`,
    last4,
    networks: { preferred: 'ach', supported: ['ach'] },
    routing_number: '110000000',
    status_details: {},
  };
}

/** @throws {ApiError} `resource_missing` */
export function findPaymentMethod(world: World, id: string, param?: string): PaymentMethodRecord {
  const method = world.store.in(paymentMethods).get(id);
  if (!method) throw noSuch('PaymentMethod', id, param);
  return method;
}

/** A stored payment method, or a new one where Stripe's test mode knows the name (`pm_card_visa`). */
export function usePaymentMethod(world: World, id: string, param?: string): PaymentMethodRecord {
  const instrument = findTestInstrument(id);
  return instrument
    ? createPaymentMethod(world, instrument, { email: null, name: null })
    : findPaymentMethod(world, id, param);
}

export function listPaymentMethods(world: World, customer: string, type: string | null): PaymentMethodRecord[] {
  const all = world.store.in(paymentMethods).newestFirst();
  return all.filter((method) => method.customer === customer && (type === null || method.type === type));
}

/** @throws {ApiError} when it already belongs to another customer. */
export function attachPaymentMethod(world: World, method: PaymentMethodRecord, customer: string): PaymentMethodRecord {
  if (method.customer === customer) return method;
  if (method.customer !== null) {
    throw invalidRequest('The payment method you provided has already been attached to a customer.', {
      code: 'payment_method_unexpected_state',
      param: 'payment_method',
    });
  }
  const attached = world.store.in(paymentMethods).put({ ...method, customer });
  emit(world, 'payment_method.attached', attached);
  return attached;
}

export function behaviourOf(world: World, methodId: string): Behaviour {
  return behaviours[world.store.in(methodBehaviours).get(methodId)?.behaviour ?? 'succeeds'];
}

export function setBehaviour(world: World, methodId: string, behaviour: BehaviourName): void {
  world.store.in(methodBehaviours).put({ id: methodId, behaviour });
}
