import type Stripe from 'stripe';
import type { World } from '../world/world.ts';
import { findInvoice, type InvoiceRecord, invoices, totalOf } from './invoice.ts';

/** How an invoice is, or was, paid: none before there was an attempt. */
export function paymentsOf(invoice: InvoiceRecord): Stripe.InvoicePayment[] {
  if (invoice.intent === null) return [];
  const total = totalOf(invoice);
  return [
    {
      id: invoice.id.replace(/^in_/, 'inpay_'),
      object: 'invoice_payment',
      amount_paid: invoice.status === 'paid' ? total : null,
      amount_requested: total,
      created: invoice.finalizedAt ?? invoice.created,
      currency: invoice.currency,
      invoice: invoice.id,
      is_default: true,
      livemode: false,
      payment: { payment_intent: invoice.intent, type: 'payment_intent' },
      status: invoice.status === 'paid' ? 'paid' : invoice.status === 'void' ? 'canceled' : 'open',
      status_transitions: { canceled_at: invoice.voidedAt, paid_at: invoice.paidAt },
    } satisfies Stripe.InvoicePayment,
  ];
}

/** All payments of invoices, newest first, or those of one. */
export function listPayments(world: World, invoice: string | null): Stripe.InvoicePayment[] {
  const chosen = invoice === null ? world.store.in(invoices).newestFirst() : [findInvoice(world, invoice)];
  return chosen.flatMap(paymentsOf);
}
