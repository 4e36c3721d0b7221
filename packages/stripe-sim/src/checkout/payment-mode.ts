import type Stripe from 'stripe';
import { prices } from '../catalog/price.ts';
import { invalidRequest } from '../http/api-error.ts';
import { mergeMetadata } from '../http/params.ts';
import { createPaymentIntent, type PaymentIntentTerms } from '../payment-intents/payment-intent.ts';
import { amountTooSmall, leastAmount } from '../payment-intents/read-payment-intent-terms.ts';
import { defineCollection } from '../store/collection-key.ts';
import type { CheckoutMode } from './checkout-mode.ts';
import { lineItemsOf } from './session.ts';

/** `payment_intent_data`, kept until the customer pays. Its id is the session's. */
interface PaymentTerms extends Omit<PaymentIntentTerms, 'amount' | 'currency' | 'customer' | 'paymentMethod'> {
  readonly id: string;
}

const paymentTerms = defineCollection<PaymentTerms>('checkout_payment_terms');

/** `mode=payment`: one payment, now or as soon as the bank has it. */
export const paymentMode: CheckoutMode = {
  mode: 'payment' satisfies Stripe.Checkout.Session.Mode,

  open(world, session, params) {
    const total = session.amount_total ?? 0;
    if (total < leastAmount) throw amountTooSmall(session.currency ?? 'usd', 'line_items');
    const recurring = lineItemsOf(world, session.id).some(({ price }) => world.store.in(prices).get(price)?.recurring);
    if (recurring) {
      throw invalidRequest('You specified `payment` mode but passed a recurring price.', { param: 'line_items' });
    }
    const data = params.child('payment_intent_data');
    const setupFutureUsage = data?.choice('setup_future_usage', ['off_session', 'on_session']) ?? null;
    world.store.in(paymentTerms).put({
      id: session.id,
      description: data?.string('description') ?? null,
      metadata: mergeMetadata({}, data?.metadata() ?? {}),
      receiptEmail: data?.string('receipt_email') ?? null,
      setupFutureUsage,
      statementDescriptor: data?.string('statement_descriptor') ?? null,
      statementDescriptorSuffix: data?.string('statement_descriptor_suffix') ?? null,
      transferGroup: data?.string('transfer_group') ?? null,
    });
    // A card that is kept needs someone to keep it for, so Stripe makes a customer then.
    const needsCustomer = setupFutureUsage !== null && session.customer === null;
    return needsCustomer ? { ...session, customer_creation: 'always' } : session;
  },

  keepsCard: (world, session) => world.store.in(paymentTerms).get(session.id)?.setupFutureUsage != null,

  createIntent(world, session) {
    const terms = world.store.in(paymentTerms).get(session.id);
    if (!terms) throw new Error(`The session ${session.id} has no payment terms`);
    const { id: _sessionId, ...intentTerms } = terms;
    return createPaymentIntent(world, {
      ...intentTerms,
      amount: session.amount_total ?? 0,
      currency: session.currency ?? 'usd',
      customer: session.customer,
      paymentMethod: null,
    });
  },

  renewal: () => null,

  complete: (_world, session, { intent }) => ({ ...session, payment_intent: intent?.id ?? null }),
};
