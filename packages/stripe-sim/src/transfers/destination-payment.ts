import type Stripe from 'stripe';
import { recordMovement } from '../balance/balance-transaction.ts';
import type { ChargeRecord } from '../charges/charge.ts';
import { noSuch } from '../http/api-error.ts';
import type { RefundRecord } from '../refunds/refund.ts';
import { defineCollection } from '../store/collection-key.ts';
import { makeId } from '../world/make-id.ts';
import type { World } from '../world/world.ts';

/** The other side of a transfer: the payment (`py_…`) by which the connected account gets it. */
interface DestinationPayment {
  readonly id: string;
  readonly account: string;
  readonly charge: ChargeRecord;
}

export const destinationPayments = defineCollection<DestinationPayment>('destination_payments');

interface Arrival {
  readonly account: string;
  readonly transfer: string;
  readonly amount: number;
  readonly currency: string;
  readonly transferGroup: string | null;
}

/** Books the money with the connected account, where it is available at once: the platform had it available. */
export function createDestinationPayment(world: World, arrival: Arrival): string {
  const { account, amount, currency } = arrival;
  const id = makeId('py');
  const movement = recordMovement(world, {
    account,
    type: 'payment',
    reportingCategory: 'charge',
    amount,
    fee: 0,
    currency,
    description: null,
    source: id,
    pends: false,
  });
  world.store.in(destinationPayments).put({ id, account, charge: chargeOf(world, id, arrival, movement.id) });
  return id;
}

/** Takes money of a destination payment back, and answers the id of that refund (`pyr_…`). */
export function takeBack(world: World, paymentId: string, amount: number): string {
  const payment = world.store.in(destinationPayments).get(paymentId);
  if (!payment) throw new Error(`There is no destination payment ${paymentId}`);
  const { account, charge } = payment;
  const id = makeId('pyr');
  const movement = recordMovement(world, {
    account,
    type: 'payment_refund',
    reportingCategory: 'refund',
    amount: -amount,
    fee: 0,
    currency: charge.currency,
    description: 'REFUND FOR PAYMENT',
    source: id,
    pends: false,
  });
  const amount_refunded = charge.amount_refunded + amount;
  const refunded = amount_refunded === charge.amount;
  world.store.in(destinationPayments).put({ ...payment, charge: { ...charge, amount_refunded, refunded } });
  world.store.in(destinationRefunds).put({ id, refund: refundOf(world, id, charge, amount, movement.id) });
  return id;
}

export const destinationRefunds = defineCollection<{ readonly id: string; readonly refund: RefundRecord }>(
  'destination_refunds',
);

export function destinationPaymentsOf(world: World, account: string): ChargeRecord[] {
  const all = world.store.in(destinationPayments).newestFirst();
  return all.filter((payment) => payment.account === account).map(({ charge }) => charge);
}

/** @throws {ApiError} `resource_missing` */
export function findDestinationPayment(world: World, account: string, id: string): ChargeRecord {
  const payment = world.store.in(destinationPayments).get(id);
  if (payment?.account !== account) throw noSuch('charge', id);
  return payment.charge;
}

function chargeOf(world: World, id: string, arrival: Arrival, movement: string): ChargeRecord {
  const { amount, currency, transfer, transferGroup } = arrival;
  return {
    id,
    object: 'charge',
    amount,
    amount_captured: amount,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: movement,
    billing_details: { address: null, email: null, name: null, phone: null, tax_id: null },
    calculated_statement_descriptor: null,
    captured: true,
    created: world.clock.now(),
    currency,
    customer: null,
    description: null,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    fraud_details: {},
    livemode: false,
    metadata: {},
    on_behalf_of: null,
    outcome: null,
    paid: true,
    payment_intent: null,
    payment_method: null,
    payment_method_details: { type: 'stripe_account' },
    receipt_email: null,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: transfer,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: 'succeeded',
    transfer_data: null,
    transfer_group: transferGroup,
  } satisfies Stripe.Charge;
}

function refundOf(world: World, id: string, charge: ChargeRecord, amount: number, movement: string): RefundRecord {
  return {
    id,
    object: 'refund',
    amount,
    balance_transaction: movement,
    charge: charge.id,
    created: world.clock.now(),
    currency: charge.currency,
    customer: null,
    customer_account: null,
    metadata: {},
    payment_intent: null,
    payment_method: null,
    reason: null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
  } satisfies Stripe.Refund;
}
