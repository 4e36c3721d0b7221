import { enqueue } from '../jobs/index.ts';
import { type AdvanceDependencies, advancePayout, retryAfterMs } from './advance.ts';
import { payoutTask } from './request.ts';

/** Payouts that one sweep takes further: each is a call to the provider. */
const sweepMost = 20;

/** Takes on payouts whose time has come: those whose job died, those that wait for an answer, those that wait for balance. */
export async function sweepPayouts(
  deps: AdvanceDependencies,
  report: (error: unknown, payoutId: string) => void,
): Promise<number> {
  const now = new Date(deps.clock());
  const due = await deps.pool.query<{ id: string }>(
    `update payouts set next_try_at = $2 where id in (
       select id from payouts where status in ('requested', 'queued', 'in_transit', 'unknown') and next_try_at <= $1
       order by next_try_at limit $3 for update skip locked
     ) returning id`,
    [now, new Date(now.getTime() + retryAfterMs), sweepMost],
  );
  for (const { id } of due) {
    try {
      await advancePayout(deps, id);
    } catch (error) {
      report(error, id);
    }
  }
  return due.length;
}

/** Balance has become available: what waited for it goes now. */
export async function wakeQueued({ pool }: AdvanceDependencies): Promise<void> {
  const queued = await pool.query<{ id: string }>(
    "select id from payouts where status = 'queued' order by created_at limit $1",
    [sweepMost],
  );
  for (const { id } of queued) await enqueue(pool, payoutTask, { payoutId: id }, `payout:${id}`);
}
