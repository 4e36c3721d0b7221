import { findCharge } from '../charges/charge.ts';
import { invalidRequest, noSuch } from '../http/api-error.ts';
import { paginate } from '../http/paginate.ts';
import { mergeMetadata, type Params } from '../http/params.ts';
import type { ApiRoute } from '../http/route.ts';
import { findPaymentIntent } from '../payment-intents/payment-intent.ts';
import type { Feature } from '../world/feature.ts';
import { defineKind } from '../world/kind.ts';
import type { World } from '../world/world.ts';
import { createRefund, refunds } from './refund.ts';
import { refundControl } from './refund-control.ts';

const routes: readonly ApiRoute[] = [
  {
    method: 'POST',
    path: '/v1/refunds',
    handle(world, { params }) {
      const charge = findCharge(world, readChargeId(world, params), 'charge');
      return createRefund(world, charge, {
        amount: params.integer('amount', 1),
        reason: params.choice('reason', ['duplicate', 'fraudulent', 'requested_by_customer']),
        metadata: mergeMetadata({}, params.metadata()),
      });
    },
  },
  {
    method: 'GET',
    path: '/v1/refunds',
    handle(world, call) {
      const charge = call.params.string('charge');
      const intent = call.params.string('payment_intent');
      const matching = world.store
        .in(refunds)
        .newestFirst()
        .filter((refund) => charge === null || refund.charge === charge)
        .filter((refund) => intent === null || refund.payment_intent === intent);
      return paginate(call, matching);
    },
  },
  {
    method: 'GET',
    path: '/v1/refunds/:id',
    handle(world, call) {
      const refund = world.store.in(refunds).get(call.path('id'));
      if (!refund) throw noSuch('refund', call.path('id'));
      return refund;
    },
  },
];

export const refundsFeature: Feature = {
  kinds: [defineKind({ object: 'refund', collection: refunds })],
  api: routes,
  controls: [refundControl],
};

function readChargeId(world: World, params: Params): string {
  const charge = params.string('charge');
  const intentId = params.string('payment_intent');
  if (charge !== null && intentId !== null) {
    throw invalidRequest('You may only specify one of these parameters: charge, payment_intent.');
  }
  if (charge !== null) return charge;
  if (intentId === null) {
    throw invalidRequest('One of the following params should be provided for this request: payment_intent or charge.');
  }
  const intent = findPaymentIntent(world, intentId, 'payment_intent');
  if (intent.latest_charge === null) {
    throw invalidRequest(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`, {
      code: 'charge_not_found',
      param: 'payment_intent',
    });
  }
  return intent.latest_charge;
}
