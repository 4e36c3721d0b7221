import { invalidRequest } from '../http/api-error.ts';
import { paginate } from '../http/paginate.ts';
import type { ApiRoute } from '../http/route.ts';
import type { Feature } from '../world/feature.ts';
import { defineKind } from '../world/kind.ts';
import { closeDispute, disputes, findDispute, isInquiry, isOpen, presentDispute } from './dispute.ts';
import { disputeControl } from './dispute-control.ts';

const routes: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: '/v1/disputes',
    handle(world, call) {
      const charge = call.params.string('charge');
      const intent = call.params.string('payment_intent');
      const matching = world.store
        .in(disputes)
        .newestFirst()
        .filter((dispute) => charge === null || dispute.charge === charge)
        .filter((dispute) => intent === null || dispute.payment_intent === intent);
      const page = paginate(call, matching);
      return { ...page, data: page.data.map((dispute) => presentDispute(world, dispute)) };
    },
  },
  {
    method: 'GET',
    path: '/v1/disputes/:id',
    handle: (world, call) => presentDispute(world, findDispute(world, call.path('id'))),
  },
  {
    method: 'POST',
    path: '/v1/disputes/:id/close',
    handle(world, call) {
      const dispute = findDispute(world, call.path('id'));
      if (!isOpen(dispute)) throw invalidRequest(`This dispute is already closed: it was ${dispute.status}.`);
      return presentDispute(world, closeDispute(world, dispute, isInquiry(dispute) ? 'warning_closed' : 'lost'));
    },
  },
];

export const disputesFeature: Feature = {
  kinds: [defineKind({ object: 'dispute', collection: disputes, present: presentDispute })],
  api: routes,
  controls: [disputeControl],
};
