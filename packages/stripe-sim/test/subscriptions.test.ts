import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { eventually, refusalOf, startScene } from './start-scene.ts';
import { billing, openSubscriptionCheckout, periodEnd, proPrice, subscribe, wait } from './subscribe.ts';

const daySeconds = 24 * 60 * 60;

describe('a subscription by checkout', () => {
  it('is active when its customer has paid, with its period, its invoice and the card kept', async () => {
    const scene = await startScene();
    const { stripe, control } = scene;
    const session = await openSubscriptionCheckout(scene);
    expect(session).toMatchObject({
      mode: 'subscription',
      amount_total: 2000,
      subscription: null,
      payment_intent: null,
    });
    await control('POST', `/checkout/${session.id}`, { outcome: 'paid' });
    const done = await stripe.checkout.sessions.retrieve(session.id, {
      expand: ['subscription.latest_invoice.payments', 'invoice'],
    });
    expect(done).toMatchObject({ status: 'complete', payment_status: 'paid', payment_intent: null });
    const subscription = done.subscription as Stripe.Subscription;
    expect(subscription).toMatchObject({
      status: 'active',
      metadata: { wallet: 'user:alice' },
      customer: done.customer,
      cancel_at_period_end: false,
      latest_invoice: { status: 'paid', amount_paid: 2000, billing_reason: 'subscription_create' },
    });
    const days = (periodEnd(subscription) - subscription.created) / daySeconds;
    expect(days).toBeGreaterThanOrEqual(28);
    expect(days).toBeLessThanOrEqual(31);
    expect(done.invoice).toMatchObject({
      parent: { subscription_details: { subscription: subscription.id, metadata: { wallet: 'user:alice' } } },
      lines: { data: [{ amount: 2000, description: '1 × Pro', period: { end: periodEnd(subscription) } }] },
    });
    const cards = await stripe.paymentMethods.list({ customer: String(done.customer) });
    expect(cards.data.map(({ id }) => id)).toEqual([subscription.default_payment_method]);
    const invoice = subscription.latest_invoice as Stripe.Invoice;
    const intent = await stripe.paymentIntents.retrieve(String(invoice.payments?.data[0]?.payment.payment_intent));
    expect(intent).toMatchObject({ status: 'succeeded', amount: 2000, setup_future_usage: 'off_session' });
    expect(await billing(scene)).toEqual([
      'invoice.created',
      'customer.subscription.created',
      'invoice.finalized',
      'invoice.paid',
      'invoice.payment_succeeded',
      'customer.subscription.updated',
    ]);
    await eventually(() => scene.receiver.types.includes('checkout.session.completed'));
  });

  it('does not begin by a card that is refused, and begins by the next one', async () => {
    const scene = await startScene();
    const { id } = await openSubscriptionCheckout(scene);
    await scene.control('POST', `/checkout/${id}`, { outcome: 'declined' });
    expect((await scene.stripe.subscriptions.list()).data).toEqual([]);
    await scene.control('POST', `/checkout/${id}`, { outcome: 'paid' });
    expect((await scene.stripe.subscriptions.list()).data).toHaveLength(1);
  });

  it.each([
    ['succeeded', 'active', 'paid'],
    ['failed', 'past_due', 'open'],
  ])('runs while a bank debit is under way, which then %s', async (outcome, status, invoiceStatus) => {
    const scene = await startScene();
    const { id } = await openSubscriptionCheckout(scene);
    await scene.control('POST', `/checkout/${id}`, { outcome: 'pay_later' });
    const [running] = (await scene.stripe.subscriptions.list()).data;
    expect(running?.status).toBe('active');
    await scene.control('POST', `/async/${id}`, { outcome });
    const after = await scene.stripe.subscriptions.retrieve(running?.id ?? '', { expand: ['latest_invoice'] });
    expect(after).toMatchObject({ status, latest_invoice: { status: invoiceStatus } });
  });

  it('begins with a trial that costs nothing, and is charged when that ends', async () => {
    const scene = await startScene();
    const session = await openSubscriptionCheckout(scene, { subscription_data: { trial_period_days: 7 } });
    expect(session.amount_total).toBe(0);
    expect(await (await fetch(session.url ?? '')).text()).toContain('Start trial');
    await scene.control('POST', `/checkout/${session.id}`, { outcome: 'declined' });
    expect(await (await fetch(session.url ?? '')).text()).toContain('Your card was declined.');
    await scene.control('POST', `/checkout/${session.id}`, { outcome: 'paid' });
    const done = await scene.stripe.checkout.sessions.retrieve(session.id, { expand: ['subscription'] });
    expect(done).toMatchObject({ payment_status: 'no_payment_required', subscription: { status: 'trialing' } });
    expect((await scene.stripe.charges.list()).data).toEqual([]);
    await wait(scene, 4);
    expect(await billing(scene)).toContain('customer.subscription.trial_will_end');
    await wait(scene, 3);
    const [charge] = (await scene.stripe.charges.list()).data;
    expect(charge?.amount).toBe(2000);
    expect((await scene.stripe.subscriptions.list()).data[0]?.status).toBe('active');
  });

  it('takes recurring prices of one rhythm alone', async () => {
    const scene = await startScene();
    const month = { price: (await proPrice(scene)).id, quantity: 1 };
    const year = { price: (await proPrice(scene, { interval: 'year' })).id, quantity: 1 };
    const once = { quantity: 1, price_data: { currency: 'usd', unit_amount: 500, product_data: { name: 'x' } } };
    for (const line_items of [
      [month, year],
      [month, once],
    ]) {
      expect((await refusalOf(openSubscriptionCheckout(scene, { line_items }))).param).toBe('line_items');
    }
  });
});

describe('a subscription by the API', () => {
  it('is incomplete after a refused first payment, and expires', async () => {
    const scene = await startScene();
    const subscription = await subscribe(scene, 'pm_card_chargeCustomerFail');
    expect(subscription.status).toBe('incomplete');
    await scene.control('POST', '/clock', { advanceSeconds: 23 * 60 * 60 });
    const expired = await scene.stripe.subscriptions.retrieve(subscription.id, { expand: ['latest_invoice'] });
    expect(expired).toMatchObject({ status: 'incomplete_expired', latest_invoice: { status: 'void' } });
    expect(expired.ended_at).not.toBeNull();
  });

  it('waits for the customer to confirm, if asked to', async () => {
    const scene = await startScene();
    const waiting = await subscribe(scene, 'pm_card_visa', {
      payment_behavior: 'default_incomplete',
      expand: ['latest_invoice.confirmation_secret', 'latest_invoice.payments'],
    });
    expect(waiting.status).toBe('incomplete');
    const invoice = waiting.latest_invoice as Stripe.Invoice;
    const intent = String(invoice.payments?.data[0]?.payment.payment_intent);
    expect(invoice.confirmation_secret?.client_secret).toContain(`${intent}_secret_`);
    await scene.stripe.paymentIntents.confirm(intent, { payment_method: 'pm_card_visa' });
    expect((await scene.stripe.subscriptions.retrieve(waiting.id)).status).toBe('active');
  });

  it('is not there at all, if that was asked for', async () => {
    const scene = await startScene();
    const refusal = await refusalOf(
      subscribe(scene, 'pm_card_chargeCustomerFail', { payment_behavior: 'error_if_incomplete' }),
    );
    expect(refusal).toMatchObject({ statusCode: 402, code: 'card_declined' });
    expect((await scene.stripe.subscriptions.list({ status: 'all' })).data).toEqual([]);
    const customer = await scene.stripe.customers.create({});
    const { id } = await proPrice(scene);
    const cardless = scene.stripe.subscriptions.create({ customer: customer.id, items: [{ price: id }] });
    expect((await refusalOf(cardless)).code).toBe('resource_missing');
  });

  it('is canceled with its period, taken back, and canceled at once', async () => {
    const scene = await startScene();
    const { stripe } = scene;
    const { id } = await subscribe(scene);
    const leaving = await stripe.subscriptions.update(id, { cancel_at_period_end: true });
    expect(leaving).toMatchObject({
      status: 'active',
      cancel_at_period_end: true,
      cancel_at: periodEnd(leaving),
      cancellation_details: { reason: 'cancellation_requested' },
    });
    const staying = await stripe.subscriptions.update(id, { cancel_at_period_end: false });
    expect(staying).toMatchObject({ cancel_at_period_end: false, cancel_at: null, canceled_at: null });
    const gone = await stripe.subscriptions.cancel(id, {
      cancellation_details: { feedback: 'unused', comment: 'bye' },
    });
    expect(gone).toMatchObject({ status: 'canceled', cancellation_details: { feedback: 'unused', comment: 'bye' } });
    expect((await refusalOf(stripe.subscriptions.cancel(id))).statusCode).toBe(404);
    const late = stripe.subscriptions.update(id, { cancel_at_period_end: false });
    expect((await refusalOf(late)).code).toBe('invalid_canceled_subscription_fields');
    expect((await stripe.subscriptions.update(id, { metadata: { seen: 'yes' } })).metadata).toMatchObject({
      seen: 'yes',
    });
    expect((await stripe.subscriptions.list()).data).toEqual([]);
    expect((await stripe.subscriptions.list({ status: 'ended' })).data.map((one) => one.id)).toEqual([id]);
  });

  it('ends with its period when that was asked for', async () => {
    const scene = await startScene();
    const { id } = await subscribe(scene, 'pm_card_visa', { cancel_at_period_end: true });
    await wait(scene, 31);
    expect(await scene.stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'canceled' });
    expect((await scene.stripe.charges.list()).data).toHaveLength(1);
    await eventually(() => scene.receiver.types.includes('customer.subscription.deleted'));
  });

  it('ends with its customer', async () => {
    const scene = await startScene();
    const { id, customer } = await subscribe(scene);
    await scene.stripe.customers.del(String(customer));
    expect((await scene.stripe.subscriptions.retrieve(id)).status).toBe('canceled');
    await wait(scene, 62);
    expect((await scene.stripe.charges.list()).data).toHaveLength(1);
  });

  it('has one effect for one key, whatever becomes of the answer', async () => {
    const scene = await startScene();
    await scene.control('POST', '/chaos', { error500AfterCommit: 1, requests: ['POST /v1/checkout/sessions'] });
    const price = await proPrice(scene);
    const open = () =>
      scene.stripe.checkout.sessions.create(
        { mode: 'subscription', line_items: [{ price: price.id, quantity: 1 }], success_url: 'https://shop.example/' },
        { idempotencyKey: 'sub_1' },
      );
    expect((await refusalOf(open())).statusCode).toBe(500);
    await open();
    expect((await scene.stripe.checkout.sessions.list()).data).toHaveLength(1);
  });
});
