import { type Queryable, statement } from '../db/index.ts';
import type { Ending } from './end.ts';
import type { ChargeRow } from './rows.ts';

/**
 * Adds to the sums that creators are shown: the platform's share of their add-ons, and the add-ons they waived. A capture adds, a refund takes
 * away, a release had added nothing. Rows are touched in one sorted order.
 */
export async function addTotals(tx: Queryable, rows: readonly ChargeRow[], ending: Ending): Promise<void> {
  const columns = totalColumns(rows, ending);
  if (columns[0]?.length) await tx.query(addEarningTotals, columns);
}

/** The parameters of that statement: one array per column, empty where nothing is to be added. */
export function totalColumns(rows: readonly ChargeRow[], ending: Ending = 'capture'): unknown[][] {
  const sign = { capture: 1n, release: 0n, refund: -1n }[ending];
  const counted = sign === 0n ? [] : rows.filter((row) => row.platform_share > 0n || row.waived_add_on > 0n);
  return [
    counted.map((row) => row.earning_org),
    counted.map((row) => row.lane),
    counted.map((row) => sign * row.platform_share),
    counted.map((row) => sign * row.waived_add_on),
    counted.map((row) => (row.waived_add_on > 0n ? sign : 0n)),
  ];
}

/** Its text, with parameters as they are numbered there; `after` names what must have run before. */
export const addTotalsText = ($: (parameter: number) => string, after = '') =>
  `insert into earning_totals (org_id, lane, marketplace_revenue, waived_add_on, waived_messages)
   select org_id, lane, sum(revenue)::bigint, sum(waived)::bigint, sum(messages)::bigint
   from ${after} unnest(${$(0)}::text[], ${$(1)}::smallint[], ${$(2)}::bigint[], ${$(3)}::bigint[], ${$(4)}::bigint[])
     as t (org_id, lane, revenue, waived, messages)
   group by org_id, lane order by org_id, lane
   on conflict (org_id, lane) do update set
     marketplace_revenue = earning_totals.marketplace_revenue + excluded.marketplace_revenue,
     waived_add_on = earning_totals.waived_add_on + excluded.waived_add_on,
     waived_messages = earning_totals.waived_messages + excluded.waived_messages`;

const addEarningTotals = statement(
  'add earning totals',
  addTotalsText((parameter) => `$${parameter + 1}`),
);
