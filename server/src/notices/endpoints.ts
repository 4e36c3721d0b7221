import { randomBytes } from 'node:crypto';
import { Problem, type WebhookEndpoint, type WebhookEventType, webhookEventTypes } from '@kopai/contracts';
import { recordAct } from '../audit/index.ts';
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
  previous_until: Date | null;
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
  previousSecretUntil: row.previous_until && instantOf(row.previous_until),
  undelivered: Number(row.undelivered),
  dead: Number(row.dead),
  createdAt: instantOf(row.created_at),
});

/** Creates an endpoint with a secret of its own, or changes where and what it is told; the secret stays. */
export function putEndpoint(
  { pool, clock }: { pool: Pool; clock: Clock },
  order: {
    id: string;
    url: string;
    events?: readonly WebhookEventType[] | undefined;
    enabled?: boolean | undefined;
    actor: string;
  },
): Promise<WebhookEndpoint> {
  return inTransaction(pool, async (tx) => {
    const at = new Date(clock());
    const before = await findEndpoint(tx, order.id);
    await tx.query(
      `insert into webhook_endpoints (id, url, events, enabled, secret, created_at) values ($1, $2, $3, $4, $5, $6)
       on conflict (id) do update set url = excluded.url, events = excluded.events, enabled = excluded.enabled`,
      [order.id, order.url, [...new Set(order.events ?? webhookEventTypes)], order.enabled ?? true, newSecret(), at],
    );
    const after = await findEndpoint(tx, order.id);
    if (!after) throw endpointNotFound(order.id);
    await recordAct(tx, {
      actor: order.actor,
      action: 'webhook_endpoint.put',
      subject: `webhook:${order.id}`,
      from: before && withoutSecret(before),
      to: withoutSecret(after),
      at,
    });
    return after;
  });
}

const newSecret = (): string => `whsec_${randomBytes(24).toString('base64')}`;

/**
 * Gives an endpoint a new secret. For `overlapMs` deliveries are signed with the one before too, so that a receiver may learn the new one at any time in
 * between; with 0 it ends at once. One that was still signing along ends with it.
 */
export function rotateSecret(
  { pool, clock }: { pool: Pool; clock: Clock },
  { id, overlapMs, actor }: { id: string; overlapMs: number; actor: string },
): Promise<WebhookEndpoint> {
  return inTransaction(pool, async (tx) => {
    const at = new Date(clock());
    const before = await findEndpoint(tx, id);
    const until = overlapMs === 0 ? null : new Date(at.getTime() + overlapMs);
    await tx.query(
      `update webhook_endpoints set secret = $2, previous_secret = case when $3::timestamptz is null then null else secret end, previous_until = $3
       where id = $1`,
      [id, newSecret(), until],
    );
    const after = await findEndpoint(tx, id);
    if (!before || !after) throw endpointNotFound(id);
    await recordAct(tx, {
      actor,
      action: 'webhook_endpoint.rotate_secret',
      subject: `webhook:${id}`,
      from: withoutSecret(before),
      to: withoutSecret(after),
      at,
    });
    return after;
  });
}

async function findEndpoint(db: Queryable, id: string): Promise<WebhookEndpoint | undefined> {
  const [row] = await db.query<EndpointRow>(`select ${endpointColumns} from webhook_endpoints e where id = $1`, [id]);
  return row && endpointOf(row);
}

const withoutSecret = ({ secret: _secret, ...endpoint }: WebhookEndpoint) => endpoint;

/** Endpoints by id, after the id `after`; one more than `limit` tells of another page. */
export async function listEndpoints(db: Queryable, page: { after: string; limit: number }): Promise<WebhookEndpoint[]> {
  const rows = await db.query<EndpointRow>(
    `select ${endpointColumns} from webhook_endpoints e where id > $1 order by id limit $2`,
    [page.after, page.limit + 1],
  );
  return rows.map(endpointOf);
}

export function deleteEndpoint(
  { pool, clock }: { pool: Pool; clock: Clock },
  { id, actor }: { id: string; actor: string },
): Promise<void> {
  return inTransaction(pool, async (tx) => {
    const endpoint = await findEndpoint(tx, id);
    if (!endpoint) throw endpointNotFound(id);
    await tx.query('delete from webhook_endpoints where id = $1', [id]);
    await recordAct(tx, {
      actor,
      action: 'webhook_endpoint.delete',
      subject: `webhook:${id}`,
      from: withoutSecret(endpoint),
      at: new Date(clock()),
    });
  });
}

/**
 * Plans deliveries again: those that were given up, or with `since` all of them from that moment on. Returns how many; where there are none, nothing was done
 * and nothing is written down.
 */
export function replay(
  { pool, clock }: { pool: Pool; clock: Clock },
  { id, since, actor }: { id: string; since: string | undefined; actor: string },
): Promise<number> {
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
    if (rows.length > 0) {
      await recordAct(tx, {
        actor,
        action: 'webhook_endpoint.replay',
        subject: `webhook:${id}`,
        to: { since: since ?? null, deliveries: rows.length },
        at: new Date(clock()),
      });
    }
    return rows.length;
  });
}

const endpointNotFound = (id: string) =>
  new Problem('webhook_endpoint_not_found', `There is no webhook endpoint ${JSON.stringify(id)}.`);
