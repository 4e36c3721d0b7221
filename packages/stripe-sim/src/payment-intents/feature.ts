import { ApiError, invalidRequest } from '../http/api-error.ts';
import { paginate } from '../http/paginate.ts';
import { mergeMetadata } from '../http/params.ts';
import type { ApiRoute } from '../http/route.ts';
import type { Feature } from '../world/feature.ts';
import { defineKind } from '../world/kind.ts';
import { authenticationPages } from './authentication-pages.ts';
import { confirmPaymentIntent, readConfirmation } from './confirm-payment-intent.ts';
import { cancelPaymentIntent, createPaymentIntent, findPaymentIntent, paymentIntents } from './payment-intent.ts';
import { readPaymentIntentTerms } from './read-payment-intent-terms.ts';

const routes: readonly ApiRoute[] = [
  {
    method: 'POST',
    path: '/v1/payment_intents',
    handle(world, { params }) {
      const terms = readPaymentIntentTerms(world, params);
      const confirmation = readConfirmation(params);
      if (confirmation.offSession && params.boolean('confirm') !== true) {
        throw invalidRequest('off_session can only be used when confirming a PaymentIntent.', { param: 'off_session' });
      }
      const intent = createPaymentIntent(world, terms);
      return params.boolean('confirm') === true ? confirmPaymentIntent(world, intent, confirmation) : intent;
    },
  },
  {
    method: 'GET',
    path: '/v1/payment_intents',
    handle(world, call) {
      const customer = call.params.string('customer');
      const all = world.store.in(paymentIntents).newestFirst();
      return paginate(
        call,
        all.filter((intent) => customer === null || intent.customer === customer),
      );
    },
  },
  {
    method: 'GET',
    path: '/v1/payment_intents/:id',
    handle(world, { params, path }) {
      const intent = findPaymentIntent(world, path('id'));
      const secret = params.string('client_secret');
      if (secret !== null && secret !== intent.client_secret) {
        throw new ApiError(401, {
          type: 'invalid_request_error',
          message: 'The client_secret provided does not match.',
        });
      }
      return intent;
    },
  },
  {
    method: 'POST',
    path: '/v1/payment_intents/:id',
    handle(world, { params, path }) {
      const intent = findPaymentIntent(world, path('id'));
      return world.store.in(paymentIntents).put({
        ...intent,
        description: params.has('description') ? params.string('description') : intent.description,
        metadata: mergeMetadata(intent.metadata, params.metadata()),
      });
    },
  },
  {
    method: 'POST',
    path: '/v1/payment_intents/:id/confirm',
    handle: (world, { params, path }) =>
      confirmPaymentIntent(world, findPaymentIntent(world, path('id')), readConfirmation(params)),
  },
  {
    method: 'POST',
    path: '/v1/payment_intents/:id/cancel',
    handle(world, { params, path }) {
      const intent = findPaymentIntent(world, path('id'));
      if (!/^requires_/.test(intent.status)) {
        throw invalidRequest(`You cannot cancel this PaymentIntent because it has a status of ${intent.status}.`, {
          code: 'payment_intent_unexpected_state',
        });
      }
      const reasons = ['abandoned', 'duplicate', 'fraudulent', 'requested_by_customer'] as const;
      return cancelPaymentIntent(world, intent, params.choice('cancellation_reason', reasons));
    },
  },
];

export const paymentIntentsFeature: Feature = {
  kinds: [defineKind({ object: 'payment_intent', collection: paymentIntents })],
  api: routes,
  pages: authenticationPages,
};
