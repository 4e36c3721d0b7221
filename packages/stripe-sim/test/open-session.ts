import type Stripe from 'stripe';

/** Opens a session for a pack of 150 credits at 15 dollars, as a shop would. */
export function openSession(
  stripe: Stripe,
  params: Partial<Stripe.Checkout.SessionCreateParams> = {},
  options: Stripe.RequestOptions = {},
): Promise<Stripe.Checkout.Session> {
  return stripe.checkout.sessions.create(
    {
      mode: 'payment',
      client_reference_id: 'top_1',
      metadata: { topup: 'top_1' },
      payment_intent_data: { metadata: { topup: 'top_1' } },
      line_items: [
        { quantity: 1, price_data: { currency: 'usd', unit_amount: 1500, product_data: { name: 'Standard pack' } } },
      ],
      success_url: 'https://shop.example/done?session={CHECKOUT_SESSION_ID}',
      cancel_url: 'https://shop.example/cart',
      ...params,
    },
    options,
  );
}
