import { inTransaction, type Queryable } from '../db/index.ts';
import type { SubscriptionState } from './provider.ts';
import { type SubscriptionRow, standingOf } from './standing.ts';
import type { PlanDependencies } from './subscribe.ts';

/** Statuses of a subscription that has ended: another one may take its place. */
const ended: ReadonlySet<string> = new Set(['canceled', 'incomplete_expired', 'unpaid']);

/**
 * Brings a wallet's plan to where its subscription stands, by asking the provider. Called on every event about it: any number of times, in
 * any order. A wallet has one live subscription; what is told of an older one never displaces it.
 */
export async function followSubscription(
  deps: PlanDependencies,
  subscriptionId: string,
  alongside: (tx: Queryable) => Promise<void>,
): Promise<void> {
  const state = await deps.provider.readSubscription(subscriptionId);
  await inTransaction(deps.pool, async (tx) => {
    if (state.wallet !== null && state.planId !== null) await follow(deps, tx, state, state.wallet, state.planId);
    await alongside(tx);
  });
}

async function follow(
  { clock, terms, onPlanChanged }: PlanDependencies,
  tx: Queryable,
  state: SubscriptionState,
  wallet: string,
  planId: string,
): Promise<void> {
  const now = new Date(clock());
  const [before] = await tx.query<SubscriptionRow>('select * from subscriptions where wallet = $1 for update', [
    wallet,
  ]);
  const isOther = before !== undefined && before.subscription_id !== state.subscriptionId;
  if (isOther && !ended.has(before.status)) return;
  if (isOther && ended.has(state.status)) return;
  const pastDueSince = state.status === 'past_due' ? (before?.past_due_since ?? now) : null;
  const [after] = await tx.query<SubscriptionRow>(
    `insert into subscriptions (wallet, subscription_id, plan_id, status, period_end, cancel_at, past_due_since, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $8)
     on conflict (wallet) do update set subscription_id = excluded.subscription_id, plan_id = excluded.plan_id, status = excluded.status,
       period_end = excluded.period_end, cancel_at = excluded.cancel_at, past_due_since = excluded.past_due_since,
       updated_at = excluded.updated_at
     returning *`,
    [
      wallet,
      state.subscriptionId,
      planId,
      state.status,
      dateOf(state.periodEndMs),
      dateOf(state.cancelAtMs),
      pastDueSince,
      now,
    ],
  );
  const [was, is] = [before, after].map((row) => standingOf(row, terms, now.getTime()));
  if (was && is && (was.plan.id !== is.plan.id || was.status !== is.status)) await onPlanChanged(tx, wallet, is);
}

const dateOf = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));
