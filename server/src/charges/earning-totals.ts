import { type ArrayType, Columns, type Queryable, statement } from '../db/index.ts';
import { ByLane } from '../ledger/index.ts';
import type { Ending } from './end.ts';
import type { ChargeRow } from './rows.ts';

/**
 * Adds to the sums that creators are shown: the platform's share of their add-ons, and the add-ons they waived. A capture adds, a refund takes
 * away, a release had added nothing. Rows are touched in one sorted order.
 */
export async function addTotals(tx: Queryable, rows: readonly ChargeRow[], ending: Ending): Promise<void> {
  const columns = totalColumns(rows, ending);
  if (columns[0]?.length) await tx.query(addEarningTotals, manyTotals.parameters(columns));
}

export const totalColumnTypes = ['text', 'smallint', 'bigint', 'bigint', 'bigint'] as const satisfies ArrayType[];

/** What these charges add to one organization's sums in one lane. Credits are microcredits. */
interface Total {
  readonly orgId: string;
  readonly lane: number;
  revenue: bigint;
  waived: bigint;
  messages: bigint;
}

/** The values of that statement: one list per column, a line for each organization and lane, and none where nothing is to be added. */
export function totalColumns(rows: readonly ChargeRow[], ending: Ending = 'capture'): unknown[][] {
  const sign = { capture: 1n, release: 0n, refund: -1n }[ending];
  const totals = new ByLane<Total>();
  for (const row of rows) {
    if (sign === 0n || (row.platform_share === 0n && row.waived_add_on === 0n)) continue;
    const { earning_org: orgId, lane } = row;
    const total = totals.get(orgId, lane) ?? { orgId, lane, revenue: 0n, waived: 0n, messages: 0n };
    total.revenue += sign * row.platform_share;
    total.waived += sign * row.waived_add_on;
    if (row.waived_add_on > 0n) total.messages += sign;
    totals.set(orgId, lane, total);
  }
  const lines = totals.values();
  return [
    lines.map(({ orgId }) => orgId),
    lines.map(({ lane }) => lane),
    lines.map(({ revenue }) => revenue),
    lines.map(({ waived }) => waived),
    lines.map(({ messages }) => messages),
  ];
}

/** Its text; `after` names what must have run before. */
export const addTotalsText = (columns: Columns, after = '') =>
  `insert into earning_totals (org_id, lane, marketplace_revenue, waived_add_on, waived_messages)
   select org_id, lane, revenue, waived, messages
   from ${after} ${columns.table('t', ['org_id', 'lane', 'revenue', 'waived', 'messages'])}
   order by org_id, lane
   on conflict (org_id, lane) do update set
     marketplace_revenue = earning_totals.marketplace_revenue + excluded.marketplace_revenue,
     waived_add_on = earning_totals.waived_add_on + excluded.waived_add_on,
     waived_messages = earning_totals.waived_messages + excluded.waived_messages`;

const manyTotals = new Columns(totalColumnTypes, 1, { isOne: false });

const addEarningTotals = statement('add earning totals', addTotalsText(manyTotals));
