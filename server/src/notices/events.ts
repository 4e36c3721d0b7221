import { encodeAmounts, type WebhookEventType } from '@kopai/contracts';
import type { Queryable } from '../db/index.ts';
import { enqueue } from '../jobs/index.ts';
import { newId } from '../new-id.ts';

/** The job that brings one event to one endpoint. */
export const deliverTask = 'deliver-webhook';

/** Something that happened, to be told to the host's backend. `data` may hold amounts as `bigint`. */
export interface HostEvent {
  readonly type: WebhookEventType;
  readonly data: Readonly<Record<string, unknown>>;
  readonly at: Date;
}

/** Tells of events in the transaction that makes them. */
export type Tell = (tx: Queryable, events: readonly HostEvent[]) => Promise<void>;

/** Writes events down for each endpoint that wants them, and plans their delivery. What nobody wants is not kept. */
export const tell: Tell = async (tx, events) => {
  if (events.length === 0) return;
  const endpoints = await tx.query<{ id: string; events: WebhookEventType[] }>(
    'select id, events from webhook_endpoints where enabled',
  );
  const wanted = events.filter(({ type }) => endpoints.some((endpoint) => endpoint.events.includes(type)));
  for (const { type, data, at } of wanted) {
    const id = newId('event', at.getTime());
    const body = JSON.stringify({ id, type, timestamp: at.toISOString(), data: encodeAmounts(data) });
    await tx.query('insert into webhook_events (id, type, body, created_at) values ($1, $2, $3, $4)', [
      id,
      type,
      body,
      at,
    ]);
    for (const endpoint of endpoints.filter((one) => one.events.includes(type))) {
      await tx.query('insert into webhook_deliveries (endpoint_id, event_id) values ($1, $2)', [endpoint.id, id]);
      await enqueue(tx, deliverTask, { endpointId: endpoint.id, eventId: id }, `webhook:${endpoint.id}:${id}`);
    }
  }
};
