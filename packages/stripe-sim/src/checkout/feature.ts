import { invalidRequest } from '../http/api-error.ts';
import { paginate, wholeList } from '../http/paginate.ts';
import { mergeMetadata } from '../http/params.ts';
import type { ApiRoute } from '../http/route.ts';
import type { Feature } from '../world/feature.ts';
import { defineKind } from '../world/kind.ts';
import { checkoutControls } from './checkout-controls.ts';
import { checkoutPages } from './checkout-pages.ts';
import { createSession } from './create-session.ts';
import { expireDueSessions, expireSession } from './expire-session.ts';
import { presentLineItem } from './line-item.ts';
import { paymentMode } from './payment-mode.ts';
import { findSession, lineItemsOf, presentSession, sessions } from './session.ts';

const routes: readonly ApiRoute[] = [
  {
    method: 'POST',
    path: '/v1/checkout/sessions',
    handle: (world, { params }) => presentSession(world, createSession(world, params)),
  },
  {
    method: 'GET',
    path: '/v1/checkout/sessions',
    handle(world, call) {
      const customer = call.params.string('customer');
      const intent = call.params.string('payment_intent');
      const subscription = call.params.string('subscription');
      const status = call.params.choice('status', ['complete', 'expired', 'open']);
      const matching = world.store
        .in(sessions)
        .newestFirst()
        .filter((session) => customer === null || session.customer === customer)
        .filter((session) => intent === null || session.payment_intent === intent)
        .filter((session) => subscription === null || session.subscription === subscription)
        .filter((session) => status === null || session.status === status);
      const page = paginate(call, matching);
      return { ...page, data: page.data.map((session) => presentSession(world, session)) };
    },
  },
  {
    method: 'GET',
    path: '/v1/checkout/sessions/:id',
    handle: (world, call) => presentSession(world, findSession(world, call.path('id'))),
  },
  {
    method: 'POST',
    path: '/v1/checkout/sessions/:id',
    handle(world, { params, path }) {
      const session = findSession(world, path('id'));
      const metadata = mergeMetadata(session.metadata ?? {}, params.metadata());
      return presentSession(world, world.store.in(sessions).put({ ...session, metadata }));
    },
  },
  {
    method: 'POST',
    path: '/v1/checkout/sessions/:id/expire',
    handle(world, { path }) {
      const session = findSession(world, path('id'));
      if (session.status !== 'open') {
        throw invalidRequest(
          `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of \`${session.status}\`.`,
        );
      }
      return presentSession(world, expireSession(world, session));
    },
  },
  {
    method: 'GET',
    path: '/v1/checkout/sessions/:id/line_items',
    handle(world, call) {
      const page = paginate(call, lineItemsOf(world, findSession(world, call.path('id')).id));
      return { ...page, data: page.data.map((item) => presentLineItem(world, item)) };
    },
  },
];

export const checkoutFeature: Feature = {
  kinds: [
    defineKind({
      object: 'checkout.session',
      collection: sessions,
      present: presentSession,
      includes: {
        line_items: (world, id) =>
          wholeList(
            lineItemsOf(world, id).map((item) => presentLineItem(world, item)),
            `/v1/checkout/sessions/${id}/line_items`,
          ),
      },
    }),
  ],
  api: routes,
  pages: checkoutPages,
  controls: checkoutControls,
  checkoutModes: [paymentMode],
  tick: expireDueSessions,
};
