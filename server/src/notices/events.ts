import { encodeAmounts, type WebhookEventType } from '@kopai/contracts';
import type { Queryable } from '../db/index.ts';
import { enqueueAll } from '../jobs/index.ts';
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
  // Locked as their deliveries would lock them: one that is deleted meanwhile is told nothing, instead of failing what it would have been told of.
  const endpoints = await tx.query<{ id: string; events: WebhookEventType[] }>(
    'select id, events from webhook_endpoints where enabled and events && $1 order by id for key share',
    [[...new Set(events.map(({ type }) => type))]],
  );
  const told = events
    .filter(({ type }) => endpoints.some((endpoint) => endpoint.events.includes(type)))
    .map((event) => ({ ...event, id: newId('event', event.at.getTime()) }));
  if (told.length === 0) return;
  await tx.query(
    `insert into webhook_events (id, type, body, created_at)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[])`,
    [told.map(({ id }) => id), told.map(({ type }) => type), told.map(bodyOf), told.map(({ at }) => at)],
  );
  const deliveries = told.flatMap(({ id: eventId, type }) =>
    endpoints.filter(({ events }) => events.includes(type)).map(({ id: endpointId }) => ({ endpointId, eventId })),
  );
  await tx.query(
    'insert into webhook_deliveries (endpoint_id, event_id) select * from unnest($1::text[], $2::text[])',
    [deliveries.map(({ endpointId }) => endpointId), deliveries.map(({ eventId }) => eventId)],
  );
  await enqueueAll(
    tx,
    deliverTask,
    deliveries.map((payload) => ({ payload, key: `webhook:${payload.endpointId}:${payload.eventId}` })),
  );
};

const bodyOf = ({ id, type, at, data }: HostEvent & { readonly id: string }): string =>
  JSON.stringify({ id, type, timestamp: at.toISOString(), data: encodeAmounts(data) });
