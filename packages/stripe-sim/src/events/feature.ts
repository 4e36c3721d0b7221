import { noSuch } from '../http/api-error.ts';
import { ControlError } from '../http/control-error.ts';
import { paginate } from '../http/paginate.ts';
import type { Feature } from '../world/feature.ts';
import { defineKind } from '../world/kind.ts';
import { events } from './event-record.ts';

/** The events: listed, retrieved, and sent once more by hand. */
export const eventsFeature: Feature = {
  kinds: [defineKind({ object: 'event', collection: events })],
  api: [
    {
      method: 'GET',
      path: '/v1/events',
      perAccount: true,
      handle(world, call) {
        const type = call.params.string('type');
        const types = call.params.strings('types');
        const wanted = type === null ? types : [...types, type];
        const matching = world.store
          .in(events)
          .newestFirst()
          .filter((event) => (event.account ?? null) === call.account)
          .filter((event) => wanted.length === 0 || wanted.includes(event.type));
        return paginate(call, matching);
      },
    },
    {
      method: 'GET',
      path: '/v1/events/:id',
      perAccount: true,
      handle(world, call) {
        const event = world.store.in(events).get(call.path('id'));
        if (!event || (event.account ?? null) !== call.account) throw noSuch('event', call.path('id'));
        return event;
      },
    },
  ],
  controls: [
    {
      method: 'POST',
      path: '/_sim/events/:id/resend',
      handle(world, call) {
        const event = world.store.in(events).get(call.path('id'));
        if (!event) throw new ControlError(`There is no event ${call.path('id')}`, 404);
        const pending_webhooks = event.pending_webhooks + world.courier.audienceOf(event.account ?? null);
        world.courier.send(world.store.in(events).put({ ...event, pending_webhooks }));
        return { resent: event.id };
      },
    },
  ],
};
