import type Stripe from 'stripe';
import { recordMovement } from '../balance/balance-transaction.ts';
import { type ChargeRecord, charges, presentCharge } from '../charges/charge.ts';
import { isDisputed } from '../disputes/dispute.ts';
import { emit } from '../events/emit.ts';
import { invalidRequest } from '../http/api-error.ts';
import { defineCollection } from '../store/collection-key.ts';
import { makeId } from '../world/make-id.ts';
import type { WithIds } from '../world/references.ts';
import type { World } from '../world/world.ts';

export type RefundRecord = Omit<
  WithIds<
    Stripe.Refund,
    | 'balance_transaction'
    | 'charge'
    | 'customer'
    | 'payment_intent'
    | 'payment_method'
    | 'source_transfer_reversal'
    | 'transfer_reversal'
  >,
  'failure_balance_transaction'
> & { readonly failure_balance_transaction?: string };

export const refunds = defineCollection<RefundRecord>('refunds');

interface RefundTerms {
  /** Smallest currency units, or null for all that is left. */
  readonly amount: number | null;
  readonly reason: 'duplicate' | 'fraudulent' | 'requested_by_customer' | null;
  readonly metadata: Record<string, string>;
}

/**
 * Gives back a part of a charge, or the rest of it. `amount_refunded` on the charge is the sum of all its refunds.
 * Stripe keeps its fee. The bank's reference arrives at once, as a `refund.updated` of its own.
 * @throws {ApiError} 400 when the charge was not paid, is disputed, or has less left.
 */
export function createRefund(
  world: World,
  charge: ChargeRecord,
  { amount, reason, metadata }: RefundTerms,
): RefundRecord {
  const refundable = checkRefundable(world, charge, amount);
  const id = makeId('re');
  const movement = recordMovement(world, {
    account: null,
    type: charge.payment_method_details?.type === 'us_bank_account' ? 'payment_refund' : 'refund',
    reportingCategory: 'refund',
    amount: -refundable,
    fee: 0,
    currency: charge.currency,
    description: 'REFUND FOR CHARGE',
    source: id,
    pends: false,
  });
  const refund: RefundRecord = world.store.in(refunds).put({
    id,
    object: 'refund',
    amount: refundable,
    balance_transaction: movement.id,
    charge: charge.id,
    created: world.clock.now(),
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    metadata,
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
  } satisfies Stripe.Refund);
  const amount_refunded = charge.amount_refunded + refundable;
  const refunded = world.store.in(charges).put({
    ...charge,
    amount_refunded,
    refunded: amount_refunded === charge.amount,
  });
  emit(world, 'refund.created', refund);
  emit(world, 'charge.refunded', presentCharge(world, refunded), { amount_refunded: charge.amount_refunded });
  const referenced = world.store.in(refunds).put({
    ...refund,
    destination_details: {
      card: {
        reference: makeId('', 11).slice(1),
        reference_status: 'available',
        reference_type: 'acquirer_reference_number',
        type: 'refund',
      },
      type: 'card',
    },
  });
  emit(world, 'refund.updated', referenced);
  return referenced;
}

export function refundsOf(world: World, chargeId: string): RefundRecord[] {
  const all = world.store.in(refunds).newestFirst();
  return all.filter((refund) => refund.charge === chargeId);
}

/** How much to give back, in smallest currency units. */
function checkRefundable(world: World, charge: ChargeRecord, amount: number | null): number {
  if (!charge.paid) throw invalidRequest(`Charge ${charge.id} has not been paid; it cannot be refunded.`);
  if (charge.refunded) {
    throw invalidRequest(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' });
  }
  if (isDisputed(world, charge.id)) {
    throw invalidRequest(`Charge ${charge.id} has been charged back; cannot issue a refund.`, {
      code: 'charge_disputed',
    });
  }
  const left = charge.amount - charge.amount_refunded;
  if (amount !== null && amount > left) {
    throw invalidRequest(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`, {
      param: 'amount',
    });
  }
  return amount ?? left;
}
