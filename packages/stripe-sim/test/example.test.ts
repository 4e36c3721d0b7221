import { startStripeSim } from '@kopai/stripe-sim';
import Stripe from 'stripe';
import { expect, it } from 'vitest';

// The example of the README, word for word: it must run.
it('a shop is paid', async () => {
  const sim = await startStripeSim();
  const stripe = new Stripe(sim.apiKey, { host: '127.0.0.1', port: sim.port, protocol: 'http', telemetry: false });
  const session = await stripe.checkout.sessions.create({
    mode: 'payment',
    line_items: [{ quantity: 1, price_data: { currency: 'usd', unit_amount: 1500, product_data: { name: 'Pack' } } }],
    success_url: 'http://localhost:3000/done?session={CHECKOUT_SESSION_ID}',
  });
  const body = new URLSearchParams({ outcome: 'paid' });
  await fetch(session.url ?? '', { method: 'POST', body, redirect: 'manual' });
  expect((await stripe.checkout.sessions.retrieve(session.id)).payment_status).toBe('paid');
  await sim.close();
});
