import type { PayoutStatus } from '@kopai/contracts';
import { instantOf } from '../clock.ts';
import type { Queryable } from '../db/index.ts';

/** A payout that should have ended by itself. */
export interface StuckPayout {
  readonly id: string;
  readonly orgId: string;
  readonly status: PayoutStatus;
  /** In microcredits. */
  readonly amount: bigint;
  readonly attempt: number;
  readonly failure: string | null;
  readonly createdAt: string;
  readonly nextTryAt: string;
}

/** Payouts that are open since before `since`, the oldest first. They are taken on by themselves: this is for somebody to look. */
export async function stuckPayouts(db: Queryable, query: { since: Date; limit: number }): Promise<StuckPayout[]> {
  const rows = await db.query<Omit<StuckPayout, 'createdAt' | 'nextTryAt'> & { createdAt: Date; nextTryAt: Date }>(
    `select id, org_id as "orgId", status, amount, attempt, failure, created_at as "createdAt", next_try_at as "nextTryAt"
     from payouts where status in ('requested', 'queued', 'in_transit', 'unknown') and created_at <= $1
     order by created_at limit $2`,
    [query.since, query.limit],
  );
  return rows.map((row) => ({ ...row, createdAt: instantOf(row.createdAt), nextTryAt: instantOf(row.nextTryAt) }));
}
