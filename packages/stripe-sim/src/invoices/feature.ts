import { invalidRequest } from '../http/api-error.ts';
import { paginate, wholeList } from '../http/paginate.ts';
import type { ApiRoute } from '../http/route.ts';
import { attachPaymentMethod, usePaymentMethod } from '../payment-methods/payment-method.ts';
import { defaultMethodOf } from '../subscriptions/default-method.ts';
import type { Feature } from '../world/feature.ts';
import { defineKind } from '../world/kind.ts';
import { collectInvoice, intentOfInvoice, reload } from './collect-invoice.ts';
import { findInvoice, invoices, voidInvoice } from './invoice.ts';
import { invoicePages } from './invoice-pages.ts';
import { listPayments, paymentsOf } from './invoice-payment.ts';
import { presentInvoice } from './present-invoice.ts';

const readRoutes: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: '/v1/invoices',
    handle(world, call) {
      const [customer, subscription, status] = ['customer', 'subscription', 'status'].map((name) =>
        call.params.string(name),
      );
      const matching = world.store
        .in(invoices)
        .newestFirst()
        .filter((invoice) => !customer || invoice.customer === customer)
        .filter((invoice) => !subscription || invoice.subscription === subscription)
        .filter((invoice) => !status || invoice.status === status);
      const page = paginate(call, matching);
      return { ...page, data: page.data.map((invoice) => presentInvoice(world, invoice)) };
    },
  },
  {
    method: 'GET',
    path: '/v1/invoices/:id',
    handle: (world, { path }) => presentInvoice(world, findInvoice(world, path('id'))),
  },
  {
    method: 'GET',
    path: '/v1/invoice_payments',
    handle: (world, call) => paginate(call, listPayments(world, call.params.string('invoice'))),
  },
];

const writeRoutes: readonly ApiRoute[] = [
  {
    method: 'POST',
    path: '/v1/invoices/:id/pay',
    handle(world, { params, path }) {
      const invoice = findInvoice(world, path('id'));
      if (invoice.status === 'paid') throw invalidRequest('Invoice is already paid');
      if (invoice.status !== 'open') throw invalidRequest(`This invoice is ${invoice.status}, so it can't be paid.`);
      const given = params.string('payment_method');
      const method =
        given === null
          ? defaultMethodOf(world, invoice.subscription)
          : attachPaymentMethod(world, usePaymentMethod(world, given, 'payment_method'), invoice.customer).id;
      if (method === null) {
        throw invalidRequest('There is no default payment method set on this Customer or Invoice.', {
          code: 'missing',
        });
      }
      const offSession = params.boolean('off_session') ?? true;
      const refusal = collectInvoice(world, invoice, method, { offSession });
      return refusal ?? presentInvoice(world, reload(world, invoice));
    },
  },
  {
    method: 'POST',
    path: '/v1/invoices/:id/void',
    handle(world, { path }) {
      const invoice = findInvoice(world, path('id'));
      if (invoice.status !== 'open') throw invalidRequest('You can only void an open invoice.');
      return presentInvoice(world, voidInvoice(world, invoice));
    },
  },
];

/** The invoices of subscriptions: made by these, paid by the customer's card or on the invoice's page. */
export const invoicesFeature: Feature = {
  kinds: [
    defineKind({
      object: 'invoice',
      collection: invoices,
      present: presentInvoice,
      includes: {
        payments: (world, id) => wholeList(paymentsOf(findInvoice(world, id)), '/v1/invoice_payments'),
        confirmation_secret(world, id) {
          const invoice = findInvoice(world, id);
          if (invoice.status !== 'open') return null;
          return { client_secret: intentOfInvoice(world, invoice).client_secret ?? '', type: 'payment_intent' };
        },
      },
    }),
  ],
  api: [...readRoutes, ...writeRoutes],
  pages: invoicePages,
};
