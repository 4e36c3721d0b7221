import type { ApiError } from '../http/api-error.ts';
import { attemptPayment } from '../payment-intents/attempt-payment.ts';
import { authenticationUrl } from '../payment-intents/authentication-pages.ts';
import { createPaymentIntent, findPaymentIntent, type PaymentIntentRecord } from '../payment-intents/payment-intent.ts';
import { type PaymentMethodRecord, paymentMethods } from '../payment-methods/payment-method.ts';
import type { World } from '../world/world.ts';
import { findInvoice, type InvoiceRecord, linkIntent, totalOf } from './invoice.ts';

/** The intent that pays an open invoice, made when it is first needed. */
export function intentOfInvoice(world: World, invoice: InvoiceRecord): PaymentIntentRecord {
  if (invoice.intent !== null) return findPaymentIntent(world, invoice.intent);
  const intent = createPaymentIntent(world, {
    amount: totalOf(invoice),
    currency: invoice.currency,
    customer: invoice.customer,
    paymentMethod: null,
    description: invoice.reason === 'subscription_create' ? 'Subscription creation' : 'Subscription update',
    metadata: {},
    receiptEmail: null,
    setupFutureUsage: 'off_session',
    statementDescriptor: null,
    statementDescriptorSuffix: null,
    transferGroup: null,
  });
  linkIntent(world, invoice, intent.id);
  return intent;
}

/**
 * Tries to get an open invoice paid. What follows from it for invoice and subscription happens where payments are
 * followed, so a payment that the customer confirms later has the same consequences.
 * @param methodId null for a customer without a payment method, which fails like any refused card.
 * @returns the refusal as the API answers it (402), or null.
 */
export function collectInvoice(
  world: World,
  invoice: InvoiceRecord,
  methodId: string | null,
  { offSession }: { readonly offSession: boolean },
): ApiError | null {
  const intent = intentOfInvoice(world, invoice);
  const method = methodId === null ? undefined : usable(world, invoice, methodId);
  if (!method) {
    world.tellOfPayment(intent);
    return null;
  }
  return attemptPayment(world, intent, method, {
    offSession,
    authenticated: false,
    authenticateUrl: authenticationUrl(world, intent),
    returnUrl: null,
  }).refusal;
}

/** The invoice as it is now, after whatever was done to it. */
export function reload(world: World, { id }: InvoiceRecord): InvoiceRecord {
  return findInvoice(world, id);
}

/** A card that was detached since, or never belonged to this customer, can't be charged. */
function usable(world: World, { customer }: InvoiceRecord, id: string): PaymentMethodRecord | undefined {
  const method = world.store.in(paymentMethods).get(id);
  return method?.customer === customer ? method : undefined;
}
