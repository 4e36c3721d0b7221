import { type Budget, type BudgetPeriod, periodAt } from '@kopai/contracts';
import { recordAct } from '../audit/index.ts';
import { type Clock, instantOf } from '../clock.ts';
import type { Queryable } from '../db/index.ts';
import { type Ledger, walletAccount } from '../ledger/index.ts';
import { type BudgetRow, standingOf } from './member-budgets.ts';

export interface BudgetOrder {
  readonly orgId: string;
  readonly userId: string;
  /** Microcredits a period; null lifts the budget. */
  readonly limit: bigint | null;
  readonly period: BudgetPeriod;
  readonly changedBy: string;
}

/**
 * Sets a member's budget. What was spent earlier in the period counts, so it is summed under the wallet's lock, where no charge can
 * come between.
 */
export function setBudget({ ledger, clock }: { ledger: Ledger; clock: Clock }, order: BudgetOrder): Promise<Budget> {
  return ledger.transaction(async (tx) => {
    await tx.open([{ account: walletAccount(`org:${order.orgId}`) }]);
    const nowMs = clock();
    const { startMs } = periodAt(order.period, nowMs);
    const [sum] = await tx.query<{ spent: bigint }>(
      `select coalesce(sum(amount), 0)::bigint as spent from charges
       where org_id = $1 and user_id = $2 and created_at >= $3 and status in ('held', 'captured')`,
      [order.orgId, order.userId, new Date(startMs)],
    );
    const row: BudgetRow = {
      org_id: order.orgId,
      user_id: order.userId,
      credit_limit: order.limit ?? 0n,
      period: order.period,
      period_start: new Date(startMs),
      spent: sum?.spent ?? 0n,
    };
    const [before] = await tx.query<BudgetRow>('select * from budgets where org_id = $1 and user_id = $2', [
      order.orgId,
      order.userId,
    ]);
    const budget: Budget = { ...budgetOf(row, nowMs), limit: order.limit };
    await recordAct(tx, {
      actor: order.changedBy,
      action: 'budget.put',
      subject: `org:${order.orgId}/${order.userId}`,
      from: before && budgetOf(before, nowMs),
      to: budget,
      at: new Date(nowMs),
    });
    if (order.limit === null) {
      await tx.query('delete from budgets where org_id = $1 and user_id = $2', [order.orgId, order.userId]);
      return budget;
    }
    await tx.query(
      `insert into budgets (org_id, user_id, credit_limit, period, period_start, spent, changed_by, changed_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (org_id, user_id) do update set credit_limit = excluded.credit_limit, period = excluded.period,
         period_start = excluded.period_start, spent = excluded.spent, changed_by = excluded.changed_by, changed_at = excluded.changed_at`,
      [
        row.org_id,
        row.user_id,
        row.credit_limit,
        row.period,
        row.period_start,
        row.spent,
        order.changedBy,
        new Date(nowMs),
      ],
    );
    return budget;
  });
}

/** Budgets of an organization by user id, after `after`; of one member alone if `userId` says so. One more than `limit` tells of another page. */
export async function listBudgets(
  db: Queryable,
  query: { orgId: string; userId?: string | undefined; after: string; limit: number; nowMs: number },
): Promise<Budget[]> {
  const rows = await db.query<BudgetRow>(
    `select org_id, user_id, credit_limit, period, period_start, spent from budgets
     where org_id = $1 and user_id > $2 and ($3::text is null or user_id = $3) order by user_id limit $4`,
    [query.orgId, query.after, query.userId ?? null, query.limit + 1],
  );
  return rows.map((row) => budgetOf(row, query.nowMs));
}

function budgetOf(row: BudgetRow, nowMs: number): Budget {
  const { limit, spent, resetsMs } = standingOf(row, nowMs);
  return {
    object: 'budget',
    wallet: `org:${row.org_id}`,
    userId: row.user_id,
    limit,
    period: row.period,
    spent,
    resetsAt: instantOf(resetsMs),
  };
}
