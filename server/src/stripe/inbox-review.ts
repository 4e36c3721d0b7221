import { recordAct } from '../audit/index.ts';
import { type Clock, instantOf } from '../clock.ts';
import { inTransaction, type Pool, type Queryable } from '../db/index.ts';
import { enqueue } from '../jobs/index.ts';
import { platformEndpoint, stripeEventTask } from './inbox.ts';

/** An event of Stripe that nothing has come of yet. */
export interface OpenEvent {
  readonly id: string;
  readonly type: string;
  readonly receivedAt: string;
  readonly attempts: number;
  readonly lastError: string | null;
  /** When it was given up; null while it is still being tried. */
  readonly deadAt: string | null;
}

/** Characters shown of what went wrong. */
const errorMost = 500;

/** Events that wait or were given up: those first, then the oldest. */
export async function openEvents(db: Queryable, query: { limit: number }): Promise<OpenEvent[]> {
  const rows = await db.query<Omit<OpenEvent, 'receivedAt' | 'deadAt'> & { receivedAt: Date; deadAt: Date | null }>(
    `select event_id as id, type, received_at as "receivedAt", attempts, left(last_error, $2) as "lastError", dead_at as "deadAt"
     from stripe_events where handled_at is null order by dead_at is null, received_at limit $1`,
    [query.limit, errorMost],
  );
  return rows.map((row) => ({
    ...row,
    receivedAt: instantOf(row.receivedAt),
    deadAt: row.deadAt && instantOf(row.deadAt),
  }));
}

/** Tries an event again that was given up. False where there is none: a second call changes nothing. */
export function replayEvent(
  { pool, clock }: { pool: Pool; clock: Clock },
  { eventId, actor }: { eventId: string; actor: string },
): Promise<boolean> {
  return inTransaction(pool, async (tx) => {
    const [event] = await tx.query<{ type: string }>(
      `update stripe_events set dead_at = null, attempts = 0
       where endpoint = $1 and event_id = $2 and handled_at is null and dead_at is not null returning type`,
      [platformEndpoint, eventId],
    );
    if (!event) return false;
    await enqueue(tx, stripeEventTask, { eventId }, `stripe:${eventId}`);
    await recordAct(tx, {
      actor,
      action: 'stripe_event.replay',
      subject: `stripe_event:${eventId}`,
      to: { type: event.type },
      at: new Date(clock()),
    });
    return true;
  });
}
