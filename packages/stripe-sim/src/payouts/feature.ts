import { greatestAmount } from '../catalog/price.ts';
import { emitFor } from '../events/emit.ts';
import { ApiError } from '../http/api-error.ts';
import { paginate } from '../http/paginate.ts';
import { mergeMetadata } from '../http/params.ts';
import { readCurrency } from '../http/read-currency.ts';
import type { ApiRoute } from '../http/route.ts';
import type { Feature } from '../world/feature.ts';
import { defineKind } from '../world/kind.ts';
import { cancelPayout } from './end-payout.ts';
import { movePayouts } from './move-payouts.ts';
import { createPayout, findPayout, payouts, presentPayout } from './payout.ts';
import { payoutControls } from './payout-controls.ts';

const routes: readonly ApiRoute[] = [
  {
    method: 'POST',
    path: '/v1/payouts',
    perAccount: true,
    handle(world, { params, account }) {
      params.ignore('method', 'source_type', 'destination');
      const payout = createPayout(world, account, {
        amount: params.requiredInteger('amount', 1, greatestAmount),
        currency: readCurrency(params),
        automatic: false,
        description: params.string('description'),
        metadata: mergeMetadata({}, params.metadata()),
        statementDescriptor: params.string('statement_descriptor'),
      });
      return payout instanceof ApiError ? payout : presentPayout(world, payout);
    },
  },
  {
    method: 'GET',
    path: '/v1/payouts',
    perAccount: true,
    handle(world, call) {
      const status = call.params.string('status');
      const destination = call.params.string('destination');
      const matching = world.store
        .in(payouts)
        .newestFirst()
        .filter((payout) => payout.account === call.account)
        .filter((payout) => status === null || payout.status === status)
        .filter((payout) => destination === null || payout.destination === destination);
      const page = paginate(call, matching);
      return { ...page, data: page.data.map((payout) => presentPayout(world, payout)) };
    },
  },
  {
    method: 'GET',
    path: '/v1/payouts/:id',
    perAccount: true,
    handle: (world, { account, path }) => presentPayout(world, findPayout(world, account, path('id'))),
  },
  {
    method: 'POST',
    path: '/v1/payouts/:id',
    perAccount: true,
    handle(world, { account, params, path }) {
      const before = findPayout(world, account, path('id'));
      const metadata = mergeMetadata(before.metadata ?? {}, params.metadata());
      const after = presentPayout(world, world.store.in(payouts).put({ ...before, metadata }));
      emitFor(world, account, 'payout.updated', after, { metadata: before.metadata });
      return after;
    },
  },
  {
    method: 'POST',
    path: '/v1/payouts/:id/cancel',
    perAccount: true,
    handle: (world, { account, path }) =>
      presentPayout(world, cancelPayout(world, findPayout(world, account, path('id')))),
  },
];

/** Payouts to the bank, of connected accounts (each day by themselves, or when asked) and of the platform (when asked). */
export const payoutsFeature: Feature = {
  kinds: [defineKind({ object: 'payout', collection: payouts, present: presentPayout })],
  api: routes,
  controls: payoutControls,
  tick: movePayouts,
};
