import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { clientOf, eventually, refusalOf, type Scene, startScene } from './start-scene.ts';

async function customerWithCard(
  { stripe }: Scene,
  name: string,
): Promise<{ customer: Stripe.Customer; card: Stripe.PaymentMethod }> {
  const customer = await stripe.customers.create({ email: 'ada@example.com' });
  return { customer, card: await stripe.paymentMethods.attach(name, { customer: customer.id }) };
}

function chargeLater(
  { stripe }: Scene,
  customer: string,
  method: string,
  params: Partial<Stripe.PaymentIntentCreateParams> = {},
): Promise<Stripe.PaymentIntent> {
  return stripe.paymentIntents.create({
    amount: 500,
    currency: 'usd',
    customer,
    payment_method: method,
    confirm: true,
    off_session: true,
    metadata: { attempt: 'att_1' },
    ...params,
  });
}

describe('a payment without a page', () => {
  it('charges a kept card off session', async () => {
    const scene = await startScene();
    const { customer, card } = await customerWithCard(scene, 'pm_card_visa');
    const intent = await chargeLater(scene, customer.id, card.id, { expand: ['latest_charge'] });
    expect(intent).toMatchObject({
      status: 'succeeded',
      amount_received: 500,
      customer: customer.id,
      latest_charge: { paid: true, payment_method_details: { card: { brand: 'visa', last4: '4242' } } },
    });
    await eventually(() => scene.receiver.types.includes('payment_intent.succeeded'));
  });

  it.each([
    ['pm_card_chargeCustomerFail', 'card_declined', 'generic_decline'],
    ['pm_card_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
    ['pm_card_visa_chargeDeclinedLostCard', 'card_declined', 'lost_card'],
    ['pm_card_visa_chargeDeclinedStolenCard', 'card_declined', 'stolen_card'],
    ['pm_card_radarBlock', 'card_declined', 'fraudulent'],
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card', 'expired_card'],
    ['pm_card_authenticationRequired', 'authentication_required', 'authentication_required'],
  ])('%s: is refused with %s, %s', async (name, code, declineCode) => {
    const scene = await startScene();
    const { customer, card } = await customerWithCard(scene, name);
    const refusal = await refusalOf(chargeLater(scene, customer.id, card.id));
    expect(refusal).toMatchObject({ type: 'StripeCardError', statusCode: 402, code, decline_code: declineCode });
    expect(refusal.payment_method?.id).toBe(card.id);
    const intent = await scene.stripe.paymentIntents.retrieve(refusal.payment_intent?.id ?? '');
    expect(intent).toMatchObject({ status: 'requires_payment_method', last_payment_error: { code } });
    expect(await scene.stripe.charges.retrieve(String(intent.latest_charge))).toMatchObject({
      status: 'failed',
      paid: false,
      outcome: { type: 'issuer_declined', reason: declineCode },
    });
    await eventually(() => scene.receiver.types.includes('payment_intent.payment_failed'));
  });

  it('keeps a card that was paid with for later, and has a receipt', async () => {
    const { stripe } = await startScene();
    const customer = await stripe.customers.create({});
    const intent = await stripe.paymentIntents.create({
      amount: 500,
      currency: 'usd',
      customer: customer.id,
      payment_method: 'pm_card_visa',
      setup_future_usage: 'off_session',
      confirm: true,
      expand: ['latest_charge'],
    });
    const cards = (await stripe.paymentMethods.list({ customer: customer.id })).data;
    expect(cards.map(({ id }) => id)).toEqual([intent.payment_method]);
    const receipt = (intent.latest_charge as Stripe.Charge).receipt_url ?? '';
    expect(await (await fetch(receipt)).text()).toContain('$5.00');
  });

  it('that bypasses the pending balance is available at once', async () => {
    const { stripe } = await startScene();
    const terms = { amount: 5000, currency: 'usd', confirm: true };
    await stripe.paymentIntents.create({ ...terms, payment_method: 'pm_card_bypassPending' });
    const { available, pending } = await stripe.balance.retrieve();
    expect([available[0]?.amount, pending[0]?.amount]).toEqual([4825, 0]);
  });

  it('lets a test change what happens to a kept card', async () => {
    const scene = await startScene();
    const { customer, card } = await customerWithCard(scene, 'pm_card_visa');
    await chargeLater(scene, customer.id, card.id);
    await scene.control('POST', `/payment_methods/${card.id}`, { behaviour: 'expired_card' });
    expect((await refusalOf(chargeLater(scene, customer.id, card.id))).code).toBe('expired_card');
    const wrong = await scene.control('POST', `/payment_methods/${card.id}`, { behaviour: 'explodes' });
    expect(wrong.status).toBe(400);
  });

  it.each([
    ['authenticated', 'succeeded', 'succeeded'],
    ['failed', 'requires_payment_method', 'failed'],
  ])('sends a present customer to their bank: %s', async (outcome, status, redirectStatus) => {
    const scene = await startScene();
    const { customer, card } = await customerWithCard(scene, 'pm_card_threeDSecure2Required');
    const waiting = await chargeLater(scene, customer.id, card.id, {
      off_session: false,
      return_url: 'https://shop.example/back',
    });
    expect(waiting.status).toBe('requires_action');
    const page = waiting.next_action?.redirect_to_url?.url ?? '';
    expect(await (await fetch(page)).text()).toContain('Confirm payment');
    const back = await fetch(page, { method: 'POST', body: new URLSearchParams({ outcome }), redirect: 'manual' });
    expect(back.status).toBe(303);
    expect(back.headers.get('location')).toBe(
      `https://shop.example/back?payment_intent=${waiting.id}&payment_intent_client_secret=${waiting.client_secret}&redirect_status=${redirectStatus}`,
    );
    expect((await scene.stripe.paymentIntents.retrieve(waiting.id)).status).toBe(status);
    expect(await (await fetch(page)).text()).not.toContain('Confirm payment');
  });

  it('is confirmed in a step of its own, retried with another card, or canceled', async () => {
    const { stripe } = await startScene();
    const intent = await stripe.paymentIntents.create({ amount: 500, currency: 'usd' });
    expect(intent.status).toBe('requires_payment_method');
    const declined = stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_chargeDeclined' });
    expect((await refusalOf(declined)).code).toBe('card_declined');
    const paid = await stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_mastercard' });
    expect(paid).toMatchObject({ id: intent.id, status: 'succeeded' });
    for (const late of [stripe.paymentIntents.confirm(intent.id), stripe.paymentIntents.cancel(intent.id)]) {
      expect((await refusalOf(late)).code).toBe('payment_intent_unexpected_state');
    }
    const other = await stripe.paymentIntents.create({ amount: 500, currency: 'usd' });
    const canceled = await stripe.paymentIntents.cancel(other.id, { cancellation_reason: 'abandoned' });
    expect(canceled).toMatchObject({ status: 'canceled', cancellation_reason: 'abandoned' });
  });

  it('refuses another customer’s card, and a card that is not there', async () => {
    const scene = await startScene();
    const { card } = await customerWithCard(scene, 'pm_card_visa');
    const stranger = await scene.stripe.customers.create({});
    expect((await refusalOf(chargeLater(scene, stranger.id, card.id))).param).toBe('payment_method');
    expect((await refusalOf(chargeLater(scene, stranger.id, 'pm_none'))).code).toBe('resource_missing');
    await scene.stripe.paymentMethods.detach(card.id);
    expect((await scene.stripe.paymentMethods.retrieve(card.id)).customer).toBeNull();
  });
});

describe('a customer', () => {
  it('is made, changed, found by mail and deleted', async () => {
    const { stripe, receiver } = await startScene();
    const { id } = await stripe.customers.create({ email: 'a@example.com', metadata: { wallet: 'user:a', old: '1' } });
    const card = await stripe.paymentMethods.attach('pm_card_visa', { customer: id });
    const changed = await stripe.customers.update(id, {
      name: 'Ada',
      metadata: { old: '' },
      invoice_settings: { default_payment_method: card.id },
    });
    expect(changed).toMatchObject({
      name: 'Ada',
      email: 'a@example.com',
      metadata: { wallet: 'user:a' },
      invoice_settings: { default_payment_method: card.id },
    });
    expect((await stripe.customers.list({ email: 'a@example.com' })).data).toHaveLength(1);
    expect(await stripe.customers.del(id)).toMatchObject({ id, deleted: true });
    expect(await refusalOf(stripe.customers.retrieve(id))).toMatchObject({ statusCode: 404, code: 'resource_missing' });
    await eventually(() => receiver.types.includes('customer.deleted'));
  });
});

describe('the key', () => {
  it.each([
    ['sk_live_abcdef', 'refuses live keys'],
    ['rk_live_abcdef', 'refuses live keys'],
    ['pk_test_abcdef', 'Invalid API Key'],
    ['nonsense', 'Invalid API Key'],
  ])('%s is refused', async (apiKey, message) => {
    const { sim } = await startScene();
    const refusal = await refusalOf(clientOf(sim).customers.list({}, { apiKey }));
    expect(refusal).toMatchObject({ statusCode: 401, type: 'StripeAuthenticationError' });
    expect(refusal.message).toContain(message);
  });

  it('must be there', async () => {
    const { sim } = await startScene();
    const response = await fetch(`${sim.url}/v1/balance`);
    expect(response.status).toBe(401);
    expect(response.headers.get('request-id')).toMatch(/^req_\w{14}$/);
  });
});

describe('an unknown route', () => {
  it('is answered in Stripe’s own shape', async () => {
    const { stripe, sim } = await startScene();
    expect(await refusalOf(stripe.coupons.list())).toMatchObject({
      statusCode: 404,
      rawType: 'invalid_request_error',
    });
    const broken = await fetch(`${sim.url}/_sim/clock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{',
    });
    expect(broken.status).toBe(400);
    expect((await fetch(`${sim.url}/_sim/nothing`)).status).toBe(404);
  });
});
