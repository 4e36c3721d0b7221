import { randomBytes } from 'node:crypto';
import { Problem, type WebhookEndpoint, type WebhookEventType, webhookEventTypes } from '@kopai/contracts';
import { type Clock, instantOf } from '../clock.ts';
import { inTransaction, type Pool, type Queryable } from '../db/index.ts';
import { enqueue } from '../jobs/index.ts';
import { deliverTask } from './events.ts';

interface EndpointRow {
  id: string;
  url: string;
  events: WebhookEventType[];
  enabled: boolean;
  secret: string;
  created_at: Date;
  undelivered: bigint;
  dead: bigint;
}

const endpointColumns = `e.*,
  (select count(*) from webhook_deliveries d where d.endpoint_id = e.id and d.delivered_at is null and d.dead_at is null) as undelivered,
  (select count(*) from webhook_deliveries d where d.endpoint_id = e.id and d.delivered_at is null and d.dead_at is not null) as dead`;

const endpointOf = (row: EndpointRow): WebhookEndpoint => ({
  id: row.id,
  object: 'webhook_endpoint',
  url: row.url,
  events: row.events,
  enabled: row.enabled,
  secret: row.secret,
  undelivered: Number(row.undelivered),
  dead: Number(row.dead),
  createdAt: instantOf(row.created_at),
});

/** Creates an endpoint with a secret of its own, or changes where and what it is told; the secret stays. */
export async function putEndpoint(
  { pool, clock }: { pool: Queryable; clock: Clock },
  order: { id: string; url: string; events?: readonly WebhookEventType[] | undefined; enabled?: boolean | undefined },
): Promise<WebhookEndpoint> {
  await pool.query(
    `insert into webhook_endpoints (id, url, events, enabled, secret, created_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (id) do update set url = excluded.url, events = excluded.events, enabled = excluded.enabled`,
    [
      order.id,
      order.url,
      [...new Set(order.events ?? webhookEventTypes)],
      order.enabled ?? true,
      `whsec_${randomBytes(24).toString('base64')}`,
      new Date(clock()),
    ],
  );
  const [row] = await pool.query<EndpointRow>(`select ${endpointColumns} from webhook_endpoints e where id = $1`, [
    order.id,
  ]);
  if (!row) throw endpointNotFound(order.id);
  return endpointOf(row);
}

/** Endpoints by id, after the id `after`; one more than `limit` tells of another page. */
export async function listEndpoints(db: Queryable, page: { after: string; limit: number }): Promise<WebhookEndpoint[]> {
  const rows = await db.query<EndpointRow>(
    `select ${endpointColumns} from webhook_endpoints e where id > $1 order by id limit $2`,
    [page.after, page.limit + 1],
  );
  return rows.map(endpointOf);
}

export async function deleteEndpoint(db: Queryable, id: string): Promise<void> {
  const rows = await db.query('delete from webhook_endpoints where id = $1 returning id', [id]);
  if (rows.length === 0) throw endpointNotFound(id);
}

/** Plans deliveries again: those that were given up, or with `since` all of them from that moment on. Returns how many. */
export function replay(pool: Pool, { id, since }: { id: string; since: string | undefined }): Promise<number> {
  return inTransaction(pool, async (tx) => {
    const [endpoint] = await tx.query('select id from webhook_endpoints where id = $1 for update', [id]);
    if (!endpoint) throw endpointNotFound(id);
    const rows = await tx.query<{ event_id: string }>(
      `update webhook_deliveries d set delivered_at = null, dead_at = null, attempts = 0
       from webhook_events e
       where d.endpoint_id = $1 and e.id = d.event_id
         and case when $2::timestamptz is null then d.dead_at is not null else e.created_at >= $2 end
       returning d.event_id`,
      [id, since ?? null],
    );
    for (const { event_id: eventId } of rows) {
      await enqueue(tx, deliverTask, { endpointId: id, eventId }, `webhook:${id}:${eventId}`);
    }
    return rows.length;
  });
}

const endpointNotFound = (id: string) =>
  new Problem('webhook_endpoint_not_found', `There is no webhook endpoint ${JSON.stringify(id)}.`);
