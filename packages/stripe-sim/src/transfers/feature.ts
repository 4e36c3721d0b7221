import { greatestAmount } from '../catalog/price.ts';
import { emit } from '../events/emit.ts';
import { noSuch } from '../http/api-error.ts';
import { paginate } from '../http/paginate.ts';
import { mergeMetadata, type Params } from '../http/params.ts';
import { readCurrency } from '../http/read-currency.ts';
import type { ApiRoute } from '../http/route.ts';
import type { Feature } from '../world/feature.ts';
import { defineKind } from '../world/kind.ts';
import { destinationPayments, destinationRefunds } from './destination-payment.ts';
import { reverseTransfer } from './reverse-transfer.ts';
import { createTransfer, findTransfer, presentTransfer, type TransferTerms, transfers } from './transfer.ts';
import { reversalsOf, type TransferReversalRecord, transferReversals } from './transfer-reversal.ts';

const transferRoutes: readonly ApiRoute[] = [
  {
    method: 'POST',
    path: '/v1/transfers',
    handle: (world, { params }) => createTransfer(world, readTerms(params)),
  },
  {
    method: 'GET',
    path: '/v1/transfers',
    handle(world, call) {
      const destination = call.params.string('destination');
      const group = call.params.string('transfer_group');
      const matching = world.store
        .in(transfers)
        .newestFirst()
        .filter((transfer) => destination === null || transfer.destination === destination)
        .filter((transfer) => group === null || transfer.transfer_group === group);
      const page = paginate(call, matching);
      return { ...page, data: page.data.map((transfer) => presentTransfer(world, transfer)) };
    },
  },
  {
    method: 'GET',
    path: '/v1/transfers/:id',
    handle: (world, { path }) => presentTransfer(world, findTransfer(world, path('id'))),
  },
  {
    method: 'POST',
    path: '/v1/transfers/:id',
    handle(world, { params, path }) {
      const before = findTransfer(world, path('id'));
      const after = world.store.in(transfers).put({
        ...before,
        description: params.has('description') ? params.string('description') : before.description,
        metadata: mergeMetadata(before.metadata, params.metadata()),
      });
      const { description, metadata } = before;
      emit(world, 'transfer.updated', presentTransfer(world, after), { description, metadata });
      return presentTransfer(world, after);
    },
  },
];

const reversalRoutes: readonly ApiRoute[] = [
  {
    method: 'POST',
    path: '/v1/transfers/:id/reversals',
    handle(world, { params, path }) {
      params.ignore('description', 'refund_application_fee');
      return reverseTransfer(world, findTransfer(world, path('id')), {
        amount: params.integer('amount', 1),
        metadata: mergeMetadata({}, params.metadata()),
      });
    },
  },
  {
    method: 'GET',
    path: '/v1/transfers/:id/reversals',
    handle: (world, call) => paginate(call, reversalsOf(world, findTransfer(world, call.path('id')).id)),
  },
  {
    method: 'GET',
    path: '/v1/transfers/:id/reversals/:reversal',
    handle(world, { path }) {
      const found: TransferReversalRecord | undefined = world.store.in(transferReversals).get(path('reversal'));
      if (found?.transfer !== path('id')) throw noSuch('transfer_reversal', path('reversal'));
      return found;
    },
  },
];

/** Money from the platform's available balance to connected accounts, and back. */
export const transfersFeature: Feature = {
  kinds: [
    defineKind({ object: 'transfer', collection: transfers, present: presentTransfer }),
    defineKind({ object: 'transfer_reversal', collection: transferReversals }),
    defineKind({ object: 'charge', collection: destinationPayments, present: (_world, { charge }) => charge }),
    defineKind({ object: 'refund', collection: destinationRefunds, present: (_world, { refund }) => refund }),
  ],
  api: [...transferRoutes, ...reversalRoutes],
};

function readTerms(params: Params): TransferTerms {
  params.ignore('source_type');
  return {
    amount: params.requiredInteger('amount', 1, greatestAmount),
    currency: readCurrency(params),
    destination: params.requiredString('destination'),
    description: params.string('description'),
    metadata: mergeMetadata({}, params.metadata()),
    transferGroup: params.string('transfer_group'),
  };
}
