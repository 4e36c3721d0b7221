import type { Entitlements, Plan } from '@kopai/contracts';
import { instantOf } from '../clock.ts';
import type { Queryable } from '../db/index.ts';
import { freePlanId } from './matrix.ts';

export interface SubscriptionRow {
  readonly wallet: string;
  readonly subscription_id: string;
  readonly plan_id: string;
  readonly status: string;
  readonly period_end: Date | null;
  readonly cancel_at: Date | null;
  readonly past_due_since: Date | null;
}

export interface PlanTerms {
  readonly plans: readonly Plan[];
  /** How long a plan outlives a payment that failed, in ms. */
  readonly graceMs: number;
}

/** Which plan a wallet has at a moment, and why. */
export interface PlanStanding {
  readonly plan: Plan;
  readonly status: Entitlements['status'];
  readonly graceEndsMs: number | null;
}

/**
 * Decides a wallet's plan. Pure. A paid plan holds while its subscription is active or on trial, and through the grace after a failed payment;
 * in every other state, also one that Stripe invents tomorrow, the wallet has the free plan. Bought credits are not touched by any of it.
 */
export function standingOf(
  row: SubscriptionRow | undefined,
  { plans, graceMs }: PlanTerms,
  nowMs: number,
): PlanStanding {
  const free = plans.find(({ id }) => id === freePlanId);
  if (!free) throw new Error('there is no free plan');
  const paid = plans.find(({ id }) => id === row?.plan_id);
  if (!row || !paid) return { plan: free, status: 'free', graceEndsMs: null };
  if (row.status === 'active' || row.status === 'trialing') return { plan: paid, status: 'active', graceEndsMs: null };
  const graceEndsMs = row.past_due_since ? row.past_due_since.getTime() + graceMs : null;
  if (row.status === 'past_due' && graceEndsMs !== null && nowMs < graceEndsMs) {
    return { plan: paid, status: 'past_due', graceEndsMs };
  }
  return { plan: free, status: 'ended', graceEndsMs: null };
}

/** Subscriptions of wallets, by wallet. */
export async function subscriptionOf(db: Queryable, wallet: string): Promise<SubscriptionRow | undefined> {
  const [row] = await db.query<SubscriptionRow>('select * from subscriptions where wallet = $1', [wallet]);
  return row;
}

export async function readEntitlements(
  db: Queryable,
  wallet: string,
  terms: PlanTerms,
  nowMs: number,
): Promise<Entitlements> {
  const row = await subscriptionOf(db, wallet);
  const { plan, status, graceEndsMs } = standingOf(row, terms, nowMs);
  const isPaid = status === 'active' || status === 'past_due';
  return {
    object: 'entitlements',
    wallet,
    planId: plan.id,
    status,
    renewsAt: isPaid && row?.period_end && !row.cancel_at ? instantOf(row.period_end) : null,
    endsAt: isPaid && row?.cancel_at ? instantOf(row.cancel_at) : null,
    graceEndsAt: graceEndsMs === null ? null : instantOf(graceEndsMs),
    features: plan.features,
  };
}
