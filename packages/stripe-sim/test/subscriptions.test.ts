import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { eventually, refusalOf, type Scene, startScene } from './start-scene.ts';
import { openSubscriptionCheckout, periodEnd, proPrice, subscribe } from './subscribe.ts';

const daySeconds = 24 * 60 * 60;

function wait(scene: Scene, days: number): Promise<unknown> {
  return scene.control('POST', '/clock', { advanceSeconds: days * daySeconds });
}

function behave(scene: Scene, subscription: Stripe.Subscription, behaviour: string): Promise<unknown> {
  return scene.control('POST', `/payment_methods/${subscription.default_payment_method}`, { behaviour });
}

/** The types of all events of billing so far, oldest first. */
async function billing({ stripe }: Scene): Promise<string[]> {
  const events = await stripe.events.list({ limit: 100 });
  return events.data
    .map(({ type }) => type)
    .filter((type) => /^(invoice|customer\.subscription)\./.test(type))
    .reverse();
}

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

describe('a renewal', () => {
  it('charges the kept card when the period ends, again and again', async () => {
    const scene = await startScene();
    const first = await subscribe(scene);
    expect(first.status).toBe('active');
    await wait(scene, 95);
    const later = await scene.stripe.subscriptions.retrieve(first.id);
    const invoices = (await scene.stripe.invoices.list({ subscription: first.id })).data;
    expect(invoices.map(({ status, billing_reason }) => [status, billing_reason])).toEqual([
      ['paid', 'subscription_cycle'],
      ['paid', 'subscription_cycle'],
      ['paid', 'subscription_cycle'],
      ['paid', 'subscription_create'],
    ]);
    expect(invoices[3]?.lines.data[0]?.period.end).toBe(invoices[2]?.lines.data[0]?.period.start);
    expect(invoices[0]?.lines.data[0]?.period.end).toBe(periodEnd(later));
    expect(new Set(invoices.map(({ number }) => number)).size).toBe(4);
    expect((await scene.stripe.charges.list()).data).toHaveLength(4);
    const paid = await eventually(() => {
      const all = scene.receiver.events.filter((event) => event.type === 'invoice.paid');
      return all.length === 4 && all;
    });
    expect(paid[3]?.data.object.parent?.subscription_details?.subscription).toBe(first.id);
  });

  it('keeps the day of the month where there is one', async () => {
    const now = Date.UTC(2027, 0, 31, 12) - Date.now();
    const scene = await startScene({ now: () => Date.now() + now });
    const { id } = await subscribe(scene);
    await wait(scene, 100);
    const { data } = await scene.stripe.invoices.list({ subscription: id });
    const days = data.map(({ lines }) => new Date((lines.data[0]?.period.end ?? 0) * 1000).toISOString().slice(0, 10));
    expect(days).toEqual(['2027-05-31', '2027-04-30', '2027-03-31', '2027-02-28']);
  });

  it('that fails makes it past_due, tries again, and is fine once the card is', async () => {
    const scene = await startScene();
    const subscription = await subscribe(scene);
    await behave(scene, subscription, 'insufficient_funds');
    await wait(scene, 31);
    const late = await scene.stripe.subscriptions.retrieve(subscription.id, { expand: ['latest_invoice'] });
    expect(late).toMatchObject({ status: 'past_due', latest_invoice: { status: 'open', attempt_count: 1 } });
    const { next_payment_attempt } = late.latest_invoice as Stripe.Invoice;
    expect(next_payment_attempt).toBeGreaterThan(late.created + 31 * daySeconds);
    await behave(scene, subscription, 'succeeds');
    await wait(scene, 3);
    const fine = await scene.stripe.subscriptions.retrieve(subscription.id, { expand: ['latest_invoice'] });
    expect(fine).toMatchObject({ status: 'active', latest_invoice: { status: 'paid', attempt_count: 2 } });
    expect(await billing(scene)).toContain('invoice.payment_failed');
  });

  it.each(['canceled', 'unpaid', 'past_due'] as const)('that fails for good leaves it %s, as set', async (end) => {
    const scene = await startScene({ dunning: { finally: end } });
    const subscription = await subscribe(scene);
    await behave(scene, subscription, 'lost_card');
    await wait(scene, 31 + 3 + 5 + 7);
    const after = await scene.stripe.subscriptions.retrieve(subscription.id, { expand: ['latest_invoice'] });
    expect(after).toMatchObject({ status: end, latest_invoice: { attempt_count: 4, next_payment_attempt: null } });
    const failed = (await billing(scene)).filter((type) => type === 'invoice.payment_failed');
    expect(failed).toHaveLength(4);
    if (end === 'canceled') {
      expect(after).toMatchObject({ cancellation_details: { reason: 'payment_failed' }, ended_at: expect.any(Number) });
      expect((await billing(scene)).at(-1)).toBe('customer.subscription.deleted');
    }
  });

  it('of an unpaid subscription is drafted and not charged; paying the invoice brings it back', async () => {
    const scene = await startScene({ dunning: { retryAfterDays: [], finally: 'unpaid' } });
    const subscription = await subscribe(scene);
    await behave(scene, subscription, 'generic_decline');
    await wait(scene, 31);
    const unpaid = await scene.stripe.subscriptions.retrieve(subscription.id);
    expect(unpaid.status).toBe('unpaid');
    const paid = await scene.stripe.invoices.pay(String(unpaid.latest_invoice), { payment_method: 'pm_card_visa' });
    expect(paid).toMatchObject({ status: 'paid' });
    expect((await scene.stripe.subscriptions.retrieve(subscription.id)).status).toBe('active');
    await behave(scene, subscription, 'generic_decline');
    await wait(scene, 62);
    const [latest] = (await scene.stripe.invoices.list({ subscription: subscription.id })).data;
    expect(latest).toMatchObject({ status: 'draft', attempt_count: 0 });
    expect((await refusalOf(scene.stripe.invoices.pay(latest?.id ?? ''))).statusCode).toBe(400);
  });

  it('that wants the customer to authenticate says so', async () => {
    const scene = await startScene();
    const subscription = await subscribe(scene);
    await behave(scene, subscription, 'authentication_required');
    await wait(scene, 31);
    expect((await scene.stripe.subscriptions.retrieve(subscription.id)).status).toBe('past_due');
    expect(await billing(scene)).toContain('invoice.payment_action_required');
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

describe('an invoice', () => {
  it('is looked at and paid on its page', async () => {
    const scene = await startScene();
    const subscription = await subscribe(scene);
    await behave(scene, subscription, 'expired_card');
    await wait(scene, 31);
    const [open] = (await scene.stripe.invoices.list({ status: 'open' })).data;
    const url = open?.hosted_invoice_url ?? '';
    const post = (outcome: string) => fetch(url, { method: 'POST', body: new URLSearchParams({ outcome }) });
    expect(await (await fetch(url)).text()).toContain('Your card has expired.');
    expect(await (await post('declined')).text()).toContain('Your card was declined.');
    const paid = await (await post('paid')).text();
    expect(paid).toContain('View receipt');
    expect((await scene.stripe.subscriptions.retrieve(subscription.id)).status).toBe('active');
    const [payment] = (await scene.stripe.invoicePayments.list({ invoice: open?.id ?? '' })).data;
    expect(payment).toMatchObject({ status: 'paid', amount_paid: 2000 });
    expect((await refusalOf(scene.stripe.invoices.pay(open?.id ?? ''))).message).toContain('already paid');
    expect((await fetch(`${scene.sim.url}/invoice/in_none`)).status).toBe(404);
  });

  it('is voided while it is open', async () => {
    const scene = await startScene();
    const waiting = await subscribe(scene, 'pm_card_visa', { payment_behavior: 'default_incomplete' });
    const voided = await scene.stripe.invoices.voidInvoice(String(waiting.latest_invoice));
    expect(voided.status).toBe('void');
    expect((await refusalOf(scene.stripe.invoices.voidInvoice(voided.id ?? ''))).statusCode).toBe(400);
  });
});
