import { paginate, wholeList } from '../http/paginate.ts';
import type { ApiRoute } from '../http/route.ts';
import { errorPage } from '../pages/error-page.ts';
import { receiptPage } from '../pages/receipt-page.ts';
import { refundsOf } from '../refunds/refund.ts';
import { destinationPaymentsOf, findDestinationPayment } from '../transfers/destination-payment.ts';
import type { Feature } from '../world/feature.ts';
import { defineKind } from '../world/kind.ts';
import { charges, findCharge, presentCharge } from './charge.ts';

const routes: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: '/v1/charges',
    perAccount: true,
    handle(world, call) {
      if (call.account !== null) return paginate(call, destinationPaymentsOf(world, call.account));
      const customer = call.params.string('customer');
      const intent = call.params.string('payment_intent');
      const group = call.params.string('transfer_group');
      const matching = world.store
        .in(charges)
        .newestFirst()
        .filter((charge) => customer === null || charge.customer === customer)
        .filter((charge) => intent === null || charge.payment_intent === intent)
        .filter((charge) => group === null || charge.transfer_group === group);
      const page = paginate(call, matching);
      return { ...page, data: page.data.map((charge) => presentCharge(world, charge)) };
    },
  },
  {
    method: 'GET',
    path: '/v1/charges/:id',
    perAccount: true,
    handle: (world, { account, path }) =>
      account === null
        ? presentCharge(world, findCharge(world, path('id')))
        : findDestinationPayment(world, account, path('id')),
  },
];

export const chargesFeature: Feature = {
  kinds: [
    defineKind({
      object: 'charge',
      collection: charges,
      present: presentCharge,
      includes: { refunds: (world, id) => wholeList(refundsOf(world, id), `/v1/charges/${id}/refunds`) },
    }),
  ],
  api: routes,
  pages: [
    {
      method: 'GET',
      path: '/receipts/:id',
      handle(world, { path }) {
        const charge = world.store.in(charges).get(path('id'));
        return charge?.paid ? receiptPage(world, charge) : errorPage(404, 'There is no such receipt.');
      },
    },
  ],
};
