import type Stripe from 'stripe';
import type { CheckoutMode } from '../checkout/checkout-mode.ts';
import { lineItemsOf, type SessionRecord } from '../checkout/session.ts';
import { mergeMetadata } from '../http/params.ts';
import { linkIntent } from '../invoices/invoice.ts';
import { createPaymentIntent } from '../payment-intents/payment-intent.ts';
import { amountTooSmall, leastAmount } from '../payment-intents/read-payment-intent-terms.ts';
import { attachPaymentMethod, findPaymentMethod } from '../payment-methods/payment-method.ts';
import { defineCollection } from '../store/collection-key.ts';
import type { World } from '../world/world.ts';
import { followPayment } from './follow-payment.ts';
import { openSubscription } from './open-subscription.ts';
import { nameRhythm } from './period.ts';
import { checkItems, readTrialEnd } from './read-subscription.ts';
import { changeSubscription, rhythmOf } from './subscription.ts';

/** `subscription_data`, kept until the customer subscribes. Its id is the session's. */
interface Plan {
  readonly id: string;
  readonly description: string | null;
  readonly metadata: Record<string, string>;
  readonly trialEnd: number | null;
  /** What each period costs, in smallest currency units. */
  readonly amount: number;
}

const plans = defineCollection<Plan>('checkout_plans');

/** `mode=subscription`: the first period is paid on the page, and the card is kept for the next ones. */
export const subscriptionMode: CheckoutMode = {
  mode: 'subscription' satisfies Stripe.Checkout.Session.Mode,

  open(world, session, params) {
    checkItems(world, lineItemsOf(world, session.id), 'line_items');
    const data = params.child('subscription_data');
    const trialEnd = data === null ? null : readTrialEnd(world, data);
    const amount = session.amount_total ?? 0;
    if (amount < leastAmount) throw amountTooSmall(session.currency ?? 'usd', 'line_items');
    const description = data?.string('description') ?? null;
    const metadata = mergeMetadata({}, data?.metadata() ?? {});
    world.store.in(plans).put({ id: session.id, description, metadata, trialEnd, amount });
    const due = trialEnd === null ? amount : 0;
    return {
      ...session,
      amount_subtotal: due,
      amount_total: due,
      // A subscription belongs to someone, so Stripe makes a customer where none was named.
      customer_creation: session.customer === null ? 'always' : null,
      payment_method_collection: 'always',
    };
  },

  keepsCard: () => true,

  renewal(world, session) {
    const { amount, trialEnd } = planOf(world, session);
    return { amount, trialEnd, rhythm: nameRhythm(rhythmOf(world, { items: lineItemsOf(world, session.id) })) };
  },

  createIntent(world, session) {
    if (session.amount_total === 0) return null;
    return createPaymentIntent(world, {
      amount: session.amount_total ?? 0,
      currency: session.currency ?? 'usd',
      customer: session.customer,
      paymentMethod: null,
      description: 'Subscription creation',
      metadata: {},
      receiptEmail: null,
      setupFutureUsage: 'off_session',
      statementDescriptor: null,
      statementDescriptorSuffix: null,
      transferGroup: null,
    });
  },

  complete(world, session, { intent, method }) {
    const { description, metadata, trialEnd } = planOf(world, session);
    const customer = session.customer ?? '';
    attachPaymentMethod(world, findPaymentMethod(world, method), customer);
    const { subscription, invoice } = openSubscription(world, {
      customer,
      currency: session.currency ?? 'usd',
      items: lineItemsOf(world, session.id).map(({ price, quantity }) => ({ price, quantity })),
      description,
      metadata,
      defaultPaymentMethod: method,
      cancelAtPeriodEnd: false,
      trialEnd,
    });
    if (intent !== null) {
      linkIntent(world, invoice, intent.id);
      // A bank debit takes days; Stripe has the subscription run meanwhile.
      if (intent.status === 'processing') changeSubscription(world, subscription, { status: 'active' });
      else followPayment(world, intent);
    }
    return { ...session, subscription: subscription.id, invoice: invoice.id };
  },
};

function planOf(world: World, session: SessionRecord): Plan {
  const plan = world.store.in(plans).get(session.id);
  if (!plan) throw new Error(`The session ${session.id} has no plan`);
  return plan;
}
