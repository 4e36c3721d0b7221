import type Stripe from 'stripe';
import {
  type BalanceTransactionRecord,
  presentBalanceTransaction,
  recordMovement,
} from '../balance/balance-transaction.ts';
import { type ChargeRecord, charges, findCharge } from '../charges/charge.ts';
import { emit } from '../events/emit.ts';
import { noSuch } from '../http/api-error.ts';
import { defineCollection } from '../store/collection-key.ts';
import { makeId } from '../world/make-id.ts';
import type { WithIds } from '../world/references.ts';
import type { World } from '../world/world.ts';
import { emptyEvidence } from './empty-evidence.ts';

export type DisputeRecord = Omit<WithIds<Stripe.Dispute, 'payment_intent'>, 'charge' | 'balance_transactions'> & {
  readonly charge: string;
  readonly balance_transactions: readonly BalanceTransactionRecord[];
};

export const disputes = defineCollection<DisputeRecord>('disputes');

/** Networks give a merchant about three weeks to answer; Stripe asks a little earlier. */
const answerWithinSeconds = 9 * 24 * 60 * 60;

/** Opens a dispute and takes the money, as a card network does at once. `amount` is in smallest currency units. */
export function openDispute(world: World, charge: ChargeRecord, amount: number, reason: string): DisputeRecord {
  const opened = world.store.in(disputes).put(disputeOf(world, charge, { amount, reason, status: 'needs_response' }));
  emit(world, 'charge.dispute.created', presentDispute(world, opened));
  return withdraw(world, opened);
}

/** Opens an inquiry: the cardholder's bank asks, and no money moves unless it becomes a dispute. */
export function openInquiry(world: World, charge: ChargeRecord, amount: number, reason: string): DisputeRecord {
  const asked = disputeOf(world, charge, { amount, reason, status: 'warning_needs_response' });
  const inquiry = world.store.in(disputes).put({ ...asked, is_charge_refundable: true });
  emit(world, 'charge.dispute.created', presentDispute(world, inquiry));
  return inquiry;
}

/** Makes an inquiry the dispute it warned of, and takes the money. */
export function escalateInquiry(world: World, inquiry: DisputeRecord): DisputeRecord {
  const change = { status: 'needs_response', is_charge_refundable: false } as const;
  const escalated = world.store.in(disputes).put({ ...inquiry, ...change });
  emit(world, 'charge.dispute.updated', presentDispute(world, escalated), { status: inquiry.status });
  return withdraw(world, escalated);
}

/**
 * Ends a dispute: lost for good, or won with the money given back; an inquiry just closes. The dispute's fee stays with
 * Stripe either way.
 */
export function closeDispute(
  world: World,
  dispute: DisputeRecord,
  outcome: 'won' | 'lost' | 'warning_closed',
): DisputeRecord {
  const closed = world.store.in(disputes).put({ ...dispute, status: outcome });
  emit(world, 'charge.dispute.closed', presentDispute(world, closed), { status: dispute.status });
  if (outcome !== 'won') return closed;
  const reinstated = move(world, closed, dispute.amount, 0, 'Chargeback reversal');
  emit(world, 'charge.dispute.funds_reinstated', presentDispute(world, reinstated));
  return reinstated;
}

export function presentDispute(world: World, dispute: DisputeRecord): Stripe.Dispute {
  return {
    ...dispute,
    balance_transactions: dispute.balance_transactions.map((record) => presentBalanceTransaction(world, record)),
  } satisfies Stripe.Dispute;
}

/** @throws {ApiError} `resource_missing` */
export function findDispute(world: World, id: string): DisputeRecord {
  const dispute = world.store.in(disputes).get(id);
  if (!dispute) throw noSuch('dispute', id);
  return dispute;
}

export function isOpen({ status }: DisputeRecord): boolean {
  return status !== 'won' && status !== 'lost' && status !== 'warning_closed';
}

/** Whether the bank only asks, and has not taken anything. */
export function isInquiry({ status }: DisputeRecord): boolean {
  return status.startsWith('warning_');
}

/** Whether the charge's money is, or stays, with the cardholder because of a dispute. */
export function isDisputed(world: World, chargeId: string): boolean {
  return disputesOf(world, chargeId).some((dispute) => dispute.status !== 'won' && !isInquiry(dispute));
}

export function disputesOf(world: World, chargeId: string): DisputeRecord[] {
  return [...world.store.in(disputes).all()].filter((dispute) => dispute.charge === chargeId);
}

function withdraw(world: World, dispute: DisputeRecord): DisputeRecord {
  const charge = findCharge(world, dispute.charge);
  world.store.in(charges).put({ ...charge, disputed: true });
  const withdrawn = move(world, dispute, -dispute.amount, world.pricing.disputeFee, 'Chargeback withdrawal');
  emit(world, 'charge.dispute.funds_withdrawn', presentDispute(world, withdrawn));
  return withdrawn;
}

function move(world: World, dispute: DisputeRecord, amount: number, fee: number, description: string): DisputeRecord {
  const movement = recordMovement(world, {
    account: null,
    type: 'adjustment',
    reportingCategory: amount < 0 ? 'dispute' : 'dispute_reversal',
    amount,
    fee,
    feeDescription: 'Dispute fee',
    currency: dispute.currency,
    description: `${description} for ${dispute.charge}`,
    source: dispute.id,
    pends: false,
  });
  const balance_transactions = [...dispute.balance_transactions, movement];
  return world.store.in(disputes).put({ ...dispute, balance_transactions });
}

function disputeOf(
  world: World,
  charge: ChargeRecord,
  { amount, reason, status }: Pick<DisputeRecord, 'amount' | 'reason' | 'status'>,
): DisputeRecord {
  const created = world.clock.now();
  return {
    id: makeId('du'),
    object: 'dispute',
    amount,
    balance_transactions: [],
    charge: charge.id,
    created,
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: emptyEvidence,
    evidence_details: {
      due_by: created + answerWithinSeconds,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'manual',
    },
    intended_submission_method: null,
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    reason,
    status,
  };
}
