import { recordAct } from '../audit/index.ts';
import { type Clock, instantOf } from '../clock.ts';
import { inTransaction, type Pool, type Queryable } from '../db/index.ts';
import { enqueue } from '../jobs/index.ts';
import { deliverTask } from './events.ts';

/** An event that the host's backend never took. */
export interface DeadDelivery {
  readonly endpointId: string;
  readonly eventId: string;
  readonly type: string;
  readonly attempts: number;
  readonly lastError: string | null;
  readonly deadAt: string;
}

/** Deliveries that were given up, the newest first. */
export async function deadDeliveries(db: Queryable, query: { limit: number }): Promise<DeadDelivery[]> {
  const rows = await db.query<Omit<DeadDelivery, 'deadAt'> & { deadAt: Date }>(
    `select d.endpoint_id as "endpointId", d.event_id as "eventId", e.type, d.attempts, d.last_error as "lastError",
       d.dead_at as "deadAt"
     from webhook_deliveries d join webhook_events e on e.id = d.event_id
     where d.delivered_at is null and d.dead_at is not null order by d.dead_at desc limit $1`,
    [query.limit],
  );
  return rows.map((row) => ({ ...row, deadAt: instantOf(row.deadAt) }));
}

/** Delivers one event again that was given up. False where there is none: a second call changes nothing. */
export function replayDelivery(
  { pool, clock }: { pool: Pool; clock: Clock },
  { endpointId, eventId, actor }: { endpointId: string; eventId: string; actor: string },
): Promise<boolean> {
  return inTransaction(pool, async (tx) => {
    const [delivery] = await tx.query(
      `update webhook_deliveries set dead_at = null, attempts = 0
       where endpoint_id = $1 and event_id = $2 and delivered_at is null and dead_at is not null returning event_id`,
      [endpointId, eventId],
    );
    if (!delivery) return false;
    await enqueue(tx, deliverTask, { endpointId, eventId }, `webhook:${endpointId}:${eventId}`);
    await recordAct(tx, {
      actor,
      action: 'webhook_delivery.replay',
      subject: `webhook:${endpointId}`,
      to: { eventId },
      at: new Date(clock()),
    });
    return true;
  });
}
