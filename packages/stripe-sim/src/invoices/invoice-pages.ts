import { customers } from '../customers/customer.ts';
import type { PageCall, PageRoute } from '../http/route.ts';
import { errorPage } from '../pages/error-page.ts';
import { invoicePage } from '../pages/invoice-page.ts';
import type { Page } from '../pages/page.ts';
import { paymentIntents } from '../payment-intents/payment-intent.ts';
import { attachPaymentMethod, createPaymentMethod } from '../payment-methods/payment-method.ts';
import { testInstrument } from '../payment-methods/test-instrument.ts';
import type { World } from '../world/world.ts';
import { collectInvoice } from './collect-invoice.ts';
import { type InvoiceRecord, invoices, totalOf } from './invoice.ts';
import { invoicePath } from './present-invoice.ts';

/** Where a customer looks at an invoice and pays it. */
export const invoicePages: readonly PageRoute[] = [
  { method: 'GET', path: '/invoice/:id', handle: onInvoice(showInvoice) },
  {
    method: 'POST',
    path: '/invoice/:id',
    handle: onInvoice((world, invoice, { form }) => {
      if (invoice.status === 'open') {
        pay(world, invoice, form.choice('outcome', ['paid', 'declined']) ?? 'declined');
      }
      return { redirect: invoicePath(invoice) };
    }),
  },
];

/** Pays with a new test card of the customer's. */
function pay(world: World, invoice: InvoiceRecord, outcome: 'paid' | 'declined'): void {
  const customer = world.store.in(customers).get(invoice.customer);
  const holder = { email: customer?.email ?? null, name: customer?.name ?? null };
  const instrument = testInstrument(outcome === 'paid' ? 'pm_card_visa' : 'pm_card_chargeCustomerFail');
  const method = attachPaymentMethod(world, createPaymentMethod(world, instrument, holder), invoice.customer);
  collectInvoice(world, invoice, method.id, { offSession: false });
}

function showInvoice(world: World, invoice: InvoiceRecord): Page {
  const intent = invoice.intent === null ? undefined : world.store.in(paymentIntents).get(invoice.intent);
  return invoicePage(world, {
    action: invoicePath(invoice),
    number: invoice.number ?? invoice.id,
    status: invoice.status,
    created: invoice.created,
    amount: totalOf(invoice),
    currency: invoice.currency,
    lines: invoice.lines,
    decline: invoice.status === 'open' ? (intent?.last_payment_error?.message ?? null) : null,
    receipt: invoice.status === 'paid' && intent?.latest_charge ? `/receipts/${intent.latest_charge}` : null,
  });
}

function onInvoice(answer: (world: World, invoice: InvoiceRecord, call: PageCall) => Page): PageRoute['handle'] {
  return (world, call) => {
    const invoice = world.store.in(invoices).get(call.path('id'));
    if (!invoice || invoice.status === 'draft') return errorPage(404, 'There is no such invoice.');
    return answer(world, invoice, call);
  };
}
