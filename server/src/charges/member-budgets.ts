import { type BudgetPeriod, periodAt } from '@kopai/contracts';
import { type Queryable, statement } from '../db/index.ts';

/** A member of an organization. */
export interface MemberKey {
  readonly orgId: string;
  readonly userId: string;
}

export interface BudgetRow {
  readonly org_id: string;
  readonly user_id: string;
  readonly credit_limit: bigint;
  readonly period: BudgetPeriod;
  readonly period_start: Date;
  readonly spent: bigint;
}

/** What a member may spend and has spent in the period of this charge, in microcredits. */
export interface BudgetStanding {
  readonly limit: bigint;
  readonly spent: bigint;
  /** Milliseconds since 1970. */
  readonly startMs: number;
  readonly resetsMs: number;
}

const keyOf = ({ orgId, userId }: MemberKey) => `${orgId} ${userId}`;

/**
 * A budget as it stands at a moment: when its period is over, nothing is spent of the new one. A straggler, decided a moment before midnight
 * and locked after somebody else's charge of the new day, finds the new period: time does not run backwards.
 */
export function standingOf(row: BudgetRow, nowMs: number): BudgetStanding {
  const { startMs, endMs } = periodAt(row.period, Math.max(nowMs, row.period_start.getTime()));
  const spent = row.period_start.getTime() === startMs ? row.spent : 0n;
  return { limit: row.credit_limit, spent, startMs, resetsMs: endMs };
}

/** Budgets under lock, and what this transaction spends of them. Members without a budget are not in it. */
export class MemberBudgets {
  readonly #rows: Map<string, BudgetRow>;
  readonly #changed = new Set<string>();

  constructor(rows: readonly BudgetRow[]) {
    this.#rows = new Map(rows.map((row) => [keyOf({ orgId: row.org_id, userId: row.user_id }), row]));
  }

  standing(key: MemberKey, nowMs: number): BudgetStanding | undefined {
    const row = this.#rows.get(keyOf(key));
    return row && standingOf(row, nowMs);
  }

  /**
   * Spends microcredits at a moment; negative gives back what was spent at `chargedMs`. What was charged in an earlier period counts in none,
   * but moves the budget on to this one: the sum of a period that something was given back of is no longer known.
   */
  spend(key: MemberKey, amount: bigint, nowMs: number, chargedMs = nowMs): void {
    const row = this.#rows.get(keyOf(key));
    const standing = this.standing(key, nowMs);
    if (!row || !standing || amount === 0n) return;
    const counted = chargedMs < standing.startMs ? 0n : amount;
    if (counted === 0n && row.period_start.getTime() === standing.startMs) return;
    this.#rows.set(keyOf(key), { ...row, spent: standing.spent + counted, period_start: new Date(standing.startMs) });
    this.#changed.add(keyOf(key));
  }

  async write(tx: Queryable): Promise<void> {
    const rows = [...this.#changed].flatMap((key) => this.#rows.get(key) ?? []);
    if (rows.length === 0) return;
    await tx.query(writeBudgets, [
      rows.map((row) => row.org_id),
      rows.map((row) => row.user_id),
      rows.map((row) => row.spent),
      rows.map((row) => row.period_start),
    ]);
  }
}

const writeBudgets = statement(
  'write budgets',
  `update budgets b set spent = n.spent, period_start = n.period_start
   from unnest($1::text[], $2::text[], $3::bigint[], $4::timestamptz[]) as n (org_id, user_id, spent, period_start)
   where b.org_id = n.org_id and b.user_id = n.user_id`,
);

/** Locks the budgets of members in one sorted order, after accounts and free messages. */
export async function lockBudgets(tx: Queryable, keys: readonly MemberKey[]): Promise<MemberBudgets> {
  if (keys.length === 0) return new MemberBudgets([]);
  const unique = [...new Map(keys.map((key) => [keyOf(key), key])).values()];
  const arrays = [unique.map((key) => key.orgId), unique.map((key) => key.userId)];
  return new MemberBudgets(await tx.query<BudgetRow>(lockMemberBudgets, arrays));
}

const lockMemberBudgets = statement(
  'lock budgets',
  `select b.org_id, b.user_id, b.credit_limit, b.period, b.period_start, b.spent
   from budgets b join unnest($1::text[], $2::text[]) as wanted (org_id, user_id) using (org_id, user_id)
   order by b.org_id, b.user_id
   for update of b`,
);
