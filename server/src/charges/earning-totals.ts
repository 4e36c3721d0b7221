import { addParameters, type Column, Columns, type Queryable, statement } from '../db/index.ts';
import { ByLane } from '../ledger/index.ts';
import type { Ending } from './end.ts';
import type { ChargeRow } from './rows.ts';

/**
 * Adds to the sums that creators are shown: the platform's share of their add-ons, and the add-ons they waived. A capture adds, a refund takes
 * away, a release had added nothing. Rows are touched in one sorted order.
 */
export async function addTotals(tx: Queryable, rows: readonly ChargeRow[], ending: Ending): Promise<void> {
  const totals = totalsOf(rows, ending);
  if (totals.length === 0) return;
  const parameters: unknown[] = [];
  addParameters(parameters, totalColumns, totals, { isOne: false });
  await tx.query(addEarningTotals, parameters);
}

/** What these charges add to one organization's sums in one lane. Credits are microcredits. */
export interface Total {
  readonly orgId: string;
  readonly lane: number;
  revenue: bigint;
  waived: bigint;
  messages: bigint;
}

export const totalColumns: readonly Column<Total>[] = [
  { type: 'text', value: ({ orgId }) => orgId },
  { type: 'smallint', value: ({ lane }) => lane },
  { type: 'bigint', value: ({ revenue }) => revenue },
  { type: 'bigint', value: ({ waived }) => waived },
  { type: 'bigint', value: ({ messages }) => messages },
];

/** A line for each organization and lane, and none where nothing is to be added. */
export function totalsOf(rows: readonly ChargeRow[], ending: Ending = 'capture'): Total[] {
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
  return totals.values();
}

/** Its text; `after` names what must have run before. */
export const addTotalsText = (columns: Columns, after = '') =>
  `insert into earning_totals (org_id, lane, marketplace_revenue, waived_add_on, waived_messages)
   select org_id, lane, revenue, waived, messages
   from ${after} ${columns.table('t', ['org_id', 'lane', 'revenue', 'waived', 'messages'])}
   ${columns.isOne ? '' : 'order by org_id, lane'}
   on conflict (org_id, lane) do update set
     marketplace_revenue = earning_totals.marketplace_revenue + excluded.marketplace_revenue,
     waived_add_on = earning_totals.waived_add_on + excluded.waived_add_on,
     waived_messages = earning_totals.waived_messages + excluded.waived_messages`;

const addEarningTotals = statement(
  'add earning totals',
  addTotalsText(new Columns(totalColumns, { first: 1, isOne: false })),
);
