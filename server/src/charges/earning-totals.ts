import { type Queryable, statement } from '../db/index.ts';
import type { Ending } from './end.ts';
import type { ChargeRow } from './rows.ts';

/**
 * Adds to the sums that creators are shown: the platform's share of their add-ons, and the add-ons they waived. A capture adds, a refund takes
 * away, a release had added nothing. Rows are touched in one sorted order.
 */
export async function addTotals(tx: Queryable, rows: readonly ChargeRow[], ending: Ending): Promise<void> {
  const sign = { capture: 1n, release: 0n, refund: -1n }[ending];
  const counted = sign === 0n ? [] : rows.filter((row) => row.platform_share > 0n || row.waived_add_on > 0n);
  if (counted.length === 0) return;
  await tx.query(addEarningTotals, [
    counted.map((row) => row.earning_org),
    counted.map((row) => row.lane),
    counted.map((row) => sign * row.platform_share),
    counted.map((row) => sign * row.waived_add_on),
    counted.map((row) => (row.waived_add_on > 0n ? sign : 0n)),
  ]);
}

const addEarningTotals = statement(
  'add earning totals',
  `insert into earning_totals (org_id, lane, marketplace_revenue, waived_add_on, waived_messages)
   select org_id, lane, sum(revenue)::bigint, sum(waived)::bigint, sum(messages)::bigint
   from unnest($1::text[], $2::smallint[], $3::bigint[], $4::bigint[], $5::bigint[]) as t (org_id, lane, revenue, waived, messages)
   group by org_id, lane order by org_id, lane
   on conflict (org_id, lane) do update set
     marketplace_revenue = earning_totals.marketplace_revenue + excluded.marketplace_revenue,
     waived_add_on = earning_totals.waived_add_on + excluded.waived_add_on,
     waived_messages = earning_totals.waived_messages + excluded.waived_messages`,
);
