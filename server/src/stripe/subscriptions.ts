import { Problem } from '@kopai/contracts';
import type Stripe from 'stripe';
import type { PlanProvider, SubscriptionOrder, SubscriptionState } from '../plans/index.ts';
import { answered } from './answered.ts';

/** Subscriptions and the billing portal over the official client. */
export function stripeSubscriptions(stripe: Stripe): PlanProvider {
  return {
    async openSubscription(order) {
      const session = await answered(() =>
        stripe.checkout.sessions.create(checkoutParams(order), { idempotencyKey: `subscribe:${order.key}` }),
      );
      if (session.url === null) throw new Problem('payment_provider_error', 'Stripe opened a checkout without a page.');
      return { url: session.url };
    },
    async openPortal({ customerId, returnUrl }) {
      const portal = await answered(() =>
        stripe.billingPortal.sessions.create({ customer: customerId, return_url: returnUrl }),
      );
      return { url: portal.url };
    },
    readSubscription: async (id) => stateOf(await answered(() => stripe.subscriptions.retrieve(id))),
  };
}

/** The wallet and the plan go on the subscription, which outlives the checkout. */
const checkoutParams = (order: SubscriptionOrder): Stripe.Checkout.SessionCreateParams => ({
  mode: 'subscription',
  customer: order.customerId,
  subscription_data: { metadata: { wallet: order.wallet, plan: order.planId } },
  line_items: [
    {
      quantity: 1,
      price_data: {
        currency: order.currency,
        unit_amount: order.amountCents,
        recurring: { interval: order.interval },
        product_data: { name: `Kopai ${order.planName}` },
      },
    },
  ],
  success_url: order.successUrl,
  cancel_url: order.cancelUrl,
});

/** Periods stand on the items since Stripe's API of 2025; ours have one item. */
function stateOf(subscription: Stripe.Subscription): SubscriptionState {
  const periodEnd = subscription.items.data[0]?.current_period_end;
  const endsWithPeriod = subscription.cancel_at_period_end ? (periodEnd ?? null) : null;
  return {
    subscriptionId: subscription.id,
    wallet: subscription.metadata.wallet ?? null,
    planId: subscription.metadata.plan ?? null,
    status: subscription.status,
    periodEndMs: periodEnd === undefined ? null : periodEnd * 1000,
    cancelAtMs: inMs(subscription.cancel_at ?? endsWithPeriod),
  };
}

const inMs = (seconds: number | null): number | null => (seconds === null ? null : seconds * 1000);
