import type { Queryable } from '../db/index.ts';
import { type AutoTopupDependencies, continueAutoTopup } from './auto-topup.ts';
import { fulfil } from './fulfil.ts';
import type { TopupRow } from './rows.ts';

/** Top-ups that one sweep asks after: each is a call to the provider. */
const sweepMost = 50;

/** A checkout that never got its session is given up a day later, when the provider's key for it is forgotten too. */
const abandonedAfterMs = 25 * 60 * 60_000;

/**
 * Asks after open top-ups whose webhook has not come. Each row is claimed by moving its next check, so that several processes
 * share the work; the older a top-up, the longer until the next look, from one minute up to six hours.
 */
export async function sweep(
  deps: AutoTopupDependencies,
  report: (error: unknown, row: TopupRow) => void,
): Promise<number> {
  const rows = await claimDue(deps.pool, new Date(deps.clock()));
  for (const row of rows) {
    try {
      if (row.kind === 'auto') await continueAutoTopup(deps, row);
      else if (row.session_id !== null) await fulfil(deps, row.session_id);
      else if (deps.clock() - row.created_at.getTime() > abandonedAfterMs) {
        await deps.pool.query("update topups set status = 'expired' where id = $1 and status = 'pending'", [row.id]);
      }
    } catch (error) {
      report(error, row);
    }
  }
  return rows.length;
}

const claimDue = (db: Queryable, now: Date): Promise<TopupRow[]> =>
  db.query<TopupRow>(
    `update topups set next_check_at =
       $1::timestamptz + greatest(interval '1 minute', least(interval '6 hours', ($1::timestamptz - created_at) / 2))
     where id in (
       select id from topups where status in ('pending', 'processing') and next_check_at <= $1
       order by next_check_at limit $2 for update skip locked
     )
     returning *`,
    [now, sweepMost],
  );
