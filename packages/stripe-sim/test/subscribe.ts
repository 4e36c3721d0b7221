import type Stripe from 'stripe';
import type { Scene } from './start-scene.ts';

/** A plan of 20 dollars a month unless told otherwise. */
export function proPrice(
  { stripe }: Scene,
  recurring: Stripe.PriceCreateParams.Recurring = { interval: 'month' },
): Promise<Stripe.Price> {
  return stripe.prices.create({ product_data: { name: 'Pro' }, currency: 'usd', unit_amount: 2000, recurring });
}

/** Opens a checkout for the plan, as an application does for its upgrade button. */
export async function openSubscriptionCheckout(
  scene: Scene,
  params: Partial<Stripe.Checkout.SessionCreateParams> = {},
): Promise<Stripe.Checkout.Session> {
  const price = await proPrice(scene);
  return scene.stripe.checkout.sessions.create({
    mode: 'subscription',
    line_items: [{ price: price.id, quantity: 1 }],
    client_reference_id: 'user:alice',
    subscription_data: { metadata: { wallet: 'user:alice' } },
    success_url: 'https://shop.example/done?session={CHECKOUT_SESSION_ID}',
    cancel_url: 'https://shop.example/plans',
    ...params,
  });
}

/** A customer with this card, subscribed by the API. */
export async function subscribe(
  scene: Scene,
  card = 'pm_card_visa',
  params: Partial<Stripe.SubscriptionCreateParams> = {},
): Promise<Stripe.Subscription> {
  const customer = await scene.stripe.customers.create({ email: 'ada@example.com' });
  const method = await scene.stripe.paymentMethods.attach(card, { customer: customer.id });
  const price = await proPrice(scene);
  return scene.stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: price.id }],
    default_payment_method: method.id,
    metadata: { wallet: 'user:alice' },
    ...params,
  });
}

/** Until when the subscription is paid, in Unix seconds. */
export function periodEnd(subscription: Stripe.Subscription): number {
  return subscription.items.data[0]?.current_period_end ?? 0;
}

const daySeconds = 24 * 60 * 60;

/** Lets days go by. */
export function wait(scene: Scene, days: number): Promise<unknown> {
  return scene.control('POST', '/clock', { advanceSeconds: days * daySeconds });
}

/** Changes what the next charge of the subscription's card meets. */
export function behave(scene: Scene, subscription: Stripe.Subscription, behaviour: string): Promise<unknown> {
  return scene.control('POST', `/payment_methods/${subscription.default_payment_method}`, { behaviour });
}

/** The types of all events of billing so far, oldest first. */
export async function billing({ stripe }: Scene): Promise<string[]> {
  const events = await stripe.events.list({ limit: 100 });
  return events.data
    .map(({ type }) => type)
    .filter((type) => /^(invoice|customer\.subscription)\./.test(type))
    .reverse();
}
