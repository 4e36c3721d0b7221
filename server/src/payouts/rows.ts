import { type Payout, type PayoutStatus, Problem } from '@kopai/contracts';
import { instantOf } from '../clock.ts';
import type { Queryable } from '../db/index.ts';

export interface PayoutRow {
  readonly id: string;
  readonly org_id: string;
  readonly account_id: string;
  readonly amount: bigint;
  readonly amount_cents: bigint;
  readonly currency: 'usd';
  readonly status: PayoutStatus;
  readonly attempt: number;
  readonly sent_at: Date | null;
  readonly transfer_id: string | null;
  readonly reversed: bigint;
  readonly reversal_steps: number;
  readonly failure: string | null;
  readonly created_at: Date;
  readonly updated_at: Date;
}

export const payoutOf = (row: PayoutRow): Payout => ({
  id: row.id,
  object: 'payout',
  wallet: `org:${row.org_id}`,
  amount: row.amount,
  amountCents: Number(row.amount_cents),
  currency: row.currency,
  status: row.status,
  reversed: row.reversed,
  failure: row.failure,
  createdAt: instantOf(row.created_at),
  updatedAt: instantOf(row.updated_at),
});

export async function payoutById(db: Queryable, id: string): Promise<PayoutRow> {
  const [row] = await db.query<PayoutRow>('select * from payouts where id = $1', [id]);
  if (!row) throw payoutNotFound(id);
  return row;
}

/** Payouts of an organization, newest first, before the id `before`; one more than `limit` tells of another page. */
export async function listPayouts(
  db: Queryable,
  query: { orgId: string; before: string | undefined; limit: number },
): Promise<Payout[]> {
  const rows = await db.query<PayoutRow>(
    'select * from payouts where org_id = $1 and ($2::text is null or id < $2) order by id desc limit $3',
    [query.orgId, query.before ?? null, query.limit + 1],
  );
  return rows.map(payoutOf);
}

export const payoutNotFound = (id: string) => new Problem('payout_not_found', `There is no payout ${id} of yours.`);
