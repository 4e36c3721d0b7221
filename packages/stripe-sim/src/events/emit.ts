import Stripe from 'stripe';
import { makeId } from '../world/make-id.ts';
import type { World } from '../world/world.ts';
import { type EventRecord, events } from './event-record.ts';

/** Stripe keeps 30 days of events; a simulator that runs for long keeps this many. */
const greatestNumberOfEvents = 20_000;

export type ObjectOf<T extends Stripe.Event['type']> = Extract<Stripe.Event, { type: T }>['data']['object'];

/**
 * Records that something happened on the platform and sends it to the webhook endpoints once the transaction is kept.
 * The object is held to the official type for this event. `previous` carries the old values of changed fields of an
 * `updated` event.
 */
export function emit<T extends Stripe.Event['type']>(
  world: World,
  type: T,
  object: ObjectOf<T>,
  previous?: Partial<ObjectOf<T>>,
): void {
  emitFor(world, null, type, object, previous);
}

/** The same for what happened in a connected account: a Connect event, with the account on it. Null is the platform. */
export function emitFor<T extends Stripe.Event['type']>(
  world: World,
  account: string | null,
  type: T,
  object: ObjectOf<T>,
  previous?: Partial<ObjectOf<T>>,
): void {
  const { store, request, courier } = world;
  const kept = store.in(events);
  const event: EventRecord = kept.put({
    id: makeId('evt'),
    object: 'event',
    ...(account === null ? {} : { account }),
    api_version: Stripe.API_VERSION,
    created: world.clock.now(),
    data: { object, ...(previous ? { previous_attributes: previous } : {}) },
    livemode: false,
    pending_webhooks: courier.audienceOf(account),
    request: { id: request?.id ?? null, idempotency_key: request?.idempotencyKey ?? null },
    type,
  });
  if (kept.size > greatestNumberOfEvents) {
    const oldest = kept.all().next().value;
    if (oldest) kept.delete(oldest.id);
  }
  courier.send(event);
}
