import type Stripe from 'stripe';
import { defineCollection } from '../store/collection-key.ts';
import { makeId } from '../world/make-id.ts';
import type { WithIds } from '../world/references.ts';
import type { World } from '../world/world.ts';

/** Stored without its status, which the clock decides, and with the account whose balance it moved. */
export type BalanceTransactionRecord = Omit<WithIds<Stripe.BalanceTransaction, 'source'>, 'status'> & {
  /** A connected account; absent for the platform. */
  readonly account?: string;
};

export const balanceTransactions = defineCollection<BalanceTransactionRecord>('balance_transactions');

interface Movement {
  /** The connected account whose balance moves, or null for the platform's. */
  readonly account: string | null;
  readonly type: Stripe.BalanceTransaction['type'];
  readonly reportingCategory: string;
  /** Smallest currency units; negative for money that leaves. */
  readonly amount: number;
  /** What Stripe keeps of it. Never negative. */
  readonly fee: number;
  readonly feeDescription?: string;
  readonly currency: string;
  readonly description: string | null;
  /** The id of what moved the money: a charge, a refund, a transfer, … */
  readonly source: string;
  /** Whether the money stays in the pending balance first, as a charge's does. */
  readonly pends: boolean;
}

export function recordMovement(world: World, movement: Movement): BalanceTransactionRecord {
  const { account, amount, fee, currency, pends } = movement;
  const created = world.clock.now();
  return world.store.in(balanceTransactions).put({
    id: makeId('txn'),
    ...(account === null ? {} : { account }),
    object: 'balance_transaction',
    amount,
    available_on: pends ? created + world.pricing.availableAfterSeconds : created,
    balance_type: 'payments',
    created,
    currency,
    description: movement.description,
    exchange_rate: null,
    fee,
    fee_details:
      fee === 0
        ? []
        : [
            {
              amount: fee,
              application: null,
              currency,
              description: movement.feeDescription ?? 'Stripe processing fees',
              type: 'stripe_fee',
            },
          ],
    net: amount - fee,
    reporting_category: movement.reportingCategory,
    source: movement.source,
    type: movement.type,
  });
}

export function presentBalanceTransaction(world: World, record: BalanceTransactionRecord): Stripe.BalanceTransaction {
  const { account: _owner, ...transaction } = record;
  return {
    ...transaction,
    status: record.available_on <= world.clock.now() ? 'available' : 'pending',
  } satisfies Stripe.BalanceTransaction;
}

/** The movements of one balance, oldest first; null is the platform's. */
export function movementsOf(world: World, account: string | null): BalanceTransactionRecord[] {
  return [...world.store.in(balanceTransactions).all()].filter((record) => (record.account ?? null) === account);
}
