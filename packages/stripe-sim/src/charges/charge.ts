import type Stripe from 'stripe';
import { noSuch } from '../http/api-error.ts';
import type { PaymentIntentRecord } from '../payment-intents/payment-intent.ts';
import type { Behaviour } from '../payment-methods/card-behaviour.ts';
import type { PaymentMethodRecord } from '../payment-methods/payment-method.ts';
import { defineCollection } from '../store/collection-key.ts';
import { makeId } from '../world/make-id.ts';
import type { WithIds } from '../world/references.ts';
import type { World } from '../world/world.ts';

export type ChargeRecord = WithIds<
  Stripe.Charge,
  'balance_transaction' | 'customer' | 'payment_intent' | 'failure_balance_transaction'
>;

/** Stored without the receipt's address, which depends on where the simulator listens. */
export const charges = defineCollection<ChargeRecord>('charges');

/** A decline as a charge and an intent tell of it. */
export type Decline = Pick<Extract<Behaviour, { kind: 'declines' }>, 'code' | 'declineCode' | 'message'>;

/** A charge of the intent, in the state it starts in. */
export function createCharge(
  world: World,
  intent: PaymentIntentRecord,
  method: PaymentMethodRecord,
  state: { status: 'succeeded' | 'pending' } | { status: 'failed'; decline: Decline },
): ChargeRecord {
  const decline = state.status === 'failed' ? state.decline : null;
  const charge: ChargeRecord = {
    id: makeId('ch'),
    object: 'charge',
    amount: intent.amount,
    amount_captured: state.status === 'succeeded' ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: method.billing_details,
    calculated_statement_descriptor: world.businessName.toUpperCase().slice(0, 22),
    captured: state.status !== 'failed',
    created: world.clock.now(),
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome: outcomeOf(state.status, decline),
    paid: state.status === 'succeeded',
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: detailsOf(method, intent.amount),
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status: state.status,
    transfer_data: null,
    transfer_group: intent.transfer_group,
  } satisfies Stripe.Charge;
  return world.store.in(charges).put(charge);
}

/** The charge with its receipt's address; a failed charge has no receipt. */
export function presentCharge(world: World, charge: ChargeRecord): ChargeRecord {
  return charge.status === 'succeeded' ? { ...charge, receipt_url: `${world.url}/receipts/${charge.id}` } : charge;
}

/** @throws {ApiError} `resource_missing` */
export function findCharge(world: World, id: string, param?: string): ChargeRecord {
  const charge = world.store.in(charges).get(id);
  if (!charge) throw noSuch('charge', id, param);
  return charge;
}

export function outcomeOf(status: 'succeeded' | 'pending' | 'failed', decline: Decline | null): Stripe.Charge.Outcome {
  const failed = status === 'failed';
  return {
    advice_code: failed ? 'try_again_later' : null,
    network_advice_code: null,
    network_decline_code: failed ? '01' : null,
    network_status: failed ? 'declined_by_network' : 'approved_by_network',
    reason: decline?.declineCode ?? null,
    risk_level: 'normal',
    risk_score: 20,
    seller_message: failed ? 'The bank did not return any further details with this decline.' : 'Payment complete.',
    type: failed ? 'issuer_declined' : 'authorized',
  };
}

function detailsOf(
  { card, us_bank_account: account }: PaymentMethodRecord,
  amount: number,
): Stripe.Charge.PaymentMethodDetails {
  if (account) {
    const { account_holder_type, account_type, bank_name, fingerprint, last4, routing_number } = account;
    return {
      type: 'us_bank_account',
      us_bank_account: {
        account_holder_type,
        account_type,
        bank_name,
        fingerprint,
        last4,
        payment_reference: null,
        routing_number,
      },
    };
  }
  if (!card) return { type: 'card' };
  const { brand, checks, country, exp_month, exp_year, funding, last4, regulated_status } = card;
  return {
    type: 'card',
    card: {
      amount_authorized: amount,
      authorization_code: null,
      brand,
      checks,
      country,
      electronic_commerce_indicator: null,
      exp_month,
      exp_year,
      funding,
      installments: null,
      last4,
      mandate: null,
      network: brand,
      network_transaction_id: null,
      regulated_status,
      three_d_secure: null,
      transaction_link_id: null,
      wallet: null,
    },
  };
}
