import type Stripe from 'stripe';
import {
  type BalanceTransactionRecord,
  presentBalanceTransaction,
  recordMovement,
} from '../balance/balance-transaction.ts';
import { type ChargeRecord, charges } from '../charges/charge.ts';
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
  const created = world.clock.now();
  const id = makeId('du');
  const opened: DisputeRecord = {
    id,
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
    status: 'needs_response',
  };
  world.store.in(charges).put({ ...charge, disputed: true });
  emit(world, 'charge.dispute.created', presentDispute(world, opened));
  const withdrawn = move(world, opened, -amount, world.pricing.disputeFee, 'Chargeback withdrawal');
  emit(world, 'charge.dispute.funds_withdrawn', presentDispute(world, withdrawn));
  return withdrawn;
}

/** Ends a dispute: lost for good, or won with the money given back. The dispute's fee stays with Stripe either way. */
export function closeDispute(world: World, dispute: DisputeRecord, outcome: 'won' | 'lost'): DisputeRecord {
  const closed = world.store.in(disputes).put({ ...dispute, status: outcome });
  emit(world, 'charge.dispute.closed', presentDispute(world, closed), { status: dispute.status });
  if (outcome === 'lost') return closed;
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

export function isOpen(dispute: DisputeRecord): boolean {
  return dispute.status !== 'won' && dispute.status !== 'lost';
}

/** Whether the charge's money is, or stays, with the cardholder because of a dispute. */
export function isDisputed(world: World, chargeId: string): boolean {
  return [...world.store.in(disputes).all()].some((dispute) => dispute.charge === chargeId && dispute.status !== 'won');
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
