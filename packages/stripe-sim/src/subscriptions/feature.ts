import { noSuch } from '../http/api-error.ts';
import { paginate } from '../http/paginate.ts';
import type { ApiRoute } from '../http/route.ts';
import type { Feature } from '../world/feature.ts';
import { defineKind } from '../world/kind.ts';
import { createSubscription } from './create-subscription.ts';
import { endSubscription } from './end-subscription.ts';
import { followPayment } from './follow-payment.ts';
import { presentSubscription } from './present-subscription.ts';
import { renewSubscriptions } from './renew-subscriptions.ts';
import { findSubscription, hasEnded, subscriptions } from './subscription.ts';
import { subscriptionMode } from './subscription-mode.ts';
import { readCancellation, updateSubscription } from './update-subscription.ts';

const routes: readonly ApiRoute[] = [
  {
    method: 'POST',
    path: '/v1/subscriptions',
    handle: (world, { params }) => presentSubscription(world, createSubscription(world, params)),
  },
  {
    method: 'GET',
    path: '/v1/subscriptions',
    handle(world, call) {
      const [customer, price, status] = ['customer', 'price', 'status'].map((name) => call.params.string(name));
      const matching = world.store
        .in(subscriptions)
        .newestFirst()
        .filter((subscription) => !customer || subscription.customer === customer)
        .filter((subscription) => !price || subscription.items.some((item) => item.price === price))
        .filter((subscription) => {
          if (status === 'all') return true;
          if (status === 'ended') return hasEnded(subscription);
          return status ? subscription.status === status : subscription.status !== 'canceled';
        });
      const page = paginate(call, matching);
      return { ...page, data: page.data.map((subscription) => presentSubscription(world, subscription)) };
    },
  },
  {
    method: 'GET',
    path: '/v1/subscriptions/:id',
    handle: (world, { path }) => presentSubscription(world, findSubscription(world, path('id'))),
  },
  {
    method: 'POST',
    path: '/v1/subscriptions/:id',
    handle: (world, { params, path }) =>
      presentSubscription(world, updateSubscription(world, findSubscription(world, path('id')), params)),
  },
  {
    method: 'DELETE',
    path: '/v1/subscriptions/:id',
    handle(world, { params, path }) {
      const subscription = findSubscription(world, path('id'));
      if (hasEnded(subscription)) throw noSuch('subscription', subscription.id);
      params.ignore('invoice_now', 'prorate');
      const commented = { ...subscription, ...readCancellation(world, subscription, params) };
      return presentSubscription(world, endSubscription(world, commented, 'cancellation_requested'));
    },
  },
];

/** Subscriptions: opened by the API or a checkout, renewed by the clock, ended by someone or by a card that fails. */
export const subscriptionsFeature: Feature = {
  kinds: [defineKind({ object: 'subscription', collection: subscriptions, present: presentSubscription })],
  api: routes,
  checkoutModes: [subscriptionMode],
  onPayment: followPayment,
  tick: renewSubscriptions,
};
