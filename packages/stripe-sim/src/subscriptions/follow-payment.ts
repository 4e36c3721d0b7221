import { emit } from '../events/emit.ts';
import { type InvoiceRecord, invoiceOfIntent, markInvoiceFailed, markInvoicePaid } from '../invoices/invoice.ts';
import { presentInvoice } from '../invoices/present-invoice.ts';
import type { PaymentIntentRecord } from '../payment-intents/payment-intent.ts';
import type { World } from '../world/world.ts';
import { endSubscription } from './end-subscription.ts';
import { changeSubscription, findSubscription, hasEnded, type SubscriptionRecord } from './subscription.ts';

const daySeconds = 24 * 60 * 60;

/** Does to an invoice and its subscription what a payment, or its failure, means for them. */
export function followPayment(world: World, intent: PaymentIntentRecord): void {
  const invoice = invoiceOfIntent(world, intent.id);
  if (invoice?.status !== 'open') return;
  const subscription = findSubscription(world, invoice.subscription);
  if (intent.status === 'succeeded') {
    markInvoicePaid(world, invoice);
    const isUpToDate = subscription.latestInvoice === invoice.id && !hasEnded(subscription);
    if (isUpToDate) changeSubscription(world, subscription, { status: 'active' });
    return;
  }
  if (intent.last_payment_error?.code === 'authentication_required') {
    emit(world, 'invoice.payment_action_required', presentInvoice(world, invoice));
  }
  fail(world, invoice, subscription);
}

/** The first payment of all has no second try; a renewal is tried again, and in the end it is over. */
function fail(world: World, invoice: InvoiceRecord, subscription: SubscriptionRecord): void {
  const isRenewal = subscription.status !== 'incomplete' && !hasEnded(subscription);
  const restDays = isRenewal ? world.dunning.retryAfterDays[invoice.attempts] : undefined;
  markInvoiceFailed(world, invoice, restDays === undefined ? null : world.clock.now() + restDays * daySeconds);
  if (!isRenewal) return;
  if (restDays !== undefined) {
    changeSubscription(world, subscription, { status: subscription.status === 'unpaid' ? 'unpaid' : 'past_due' });
  } else if (world.dunning.finally === 'canceled') {
    endSubscription(world, subscription, 'payment_failed');
  } else {
    changeSubscription(world, subscription, { status: world.dunning.finally });
  }
}
