import { describe, expect, it } from 'vitest';
import { openSession } from './open-session.ts';
import { eventually, refusalOf, startScene } from './start-scene.ts';

describe('a checkout session', () => {
  it('opens with everything a shop gave, and its page address', async () => {
    const { sim, stripe } = await startScene();
    const session = await openSession(stripe);
    expect(session).toMatchObject({
      object: 'checkout.session',
      status: 'open',
      payment_status: 'unpaid',
      amount_total: 1500,
      currency: 'usd',
      client_reference_id: 'top_1',
      metadata: { topup: 'top_1' },
      payment_intent: null,
      client_secret: null,
      url: `${sim.url}/c/pay/${session.id}`,
    });
    expect(session.id).toMatch(/^cs_test_\w{58}$/);
    expect(session.expires_at - session.created).toBe(24 * 60 * 60);
    expect(session.line_items).toBeUndefined();
  });

  it('paid: charges, books the money and tells of it in order, with the metadata on both', async () => {
    const { stripe, receiver, control } = await startScene();
    const { id } = await openSession(stripe);
    const { body } = await control('POST', `/checkout/${id}`, { outcome: 'paid' });
    expect(body.redirect).toBe(`https://shop.example/done?session=${id}`);
    const session = await stripe.checkout.sessions.retrieve(id, {
      expand: ['line_items', 'payment_intent.latest_charge.balance_transaction', 'line_items.data.price.product'],
    });
    expect(session).toMatchObject({
      status: 'complete',
      payment_status: 'paid',
      url: null,
      customer_details: { email: 'customer@example.com' },
      line_items: { object: 'list', has_more: false, data: [{ amount_total: 1500, quantity: 1 }] },
      payment_intent: {
        status: 'succeeded',
        amount_received: 1500,
        metadata: { topup: 'top_1' },
        latest_charge: {
          paid: true,
          amount: 1500,
          metadata: { topup: 'top_1' },
          balance_transaction: { amount: 1500, fee: 74, net: 1426, status: 'pending' },
        },
      },
    });
    const price = session.line_items?.data[0]?.price;
    expect(price).toMatchObject({ unit_amount: 1500, product: { name: 'Standard pack' } });
    expect(String(price?.unit_amount_decimal)).toBe('1500');
    await eventually(() => receiver.types.includes('checkout.session.completed'));
    expect(receiver.types).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
      'checkout.session.completed',
    ]);
  });

  it('declined: stays open, keeps the reason, and can be paid with the same intent', async () => {
    const { stripe, receiver, control } = await startScene();
    const { id } = await openSession(stripe);
    await control('POST', `/checkout/${id}`, { outcome: 'declined' });
    expect(await stripe.checkout.sessions.retrieve(id)).toMatchObject({ status: 'open', payment_status: 'unpaid' });
    const [failed] = (await stripe.paymentIntents.list()).data;
    expect(failed).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { type: 'card_error', code: 'card_declined', decline_code: 'generic_decline' },
    });
    await control('POST', `/checkout/${id}`, { outcome: 'paid' });
    const paid = await stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent'] });
    expect(paid.payment_intent).toMatchObject({ id: failed?.id, status: 'succeeded', last_payment_error: null });
    expect((await stripe.charges.list({ payment_intent: String(failed?.id) })).data.map((c) => c.status)).toEqual([
      'succeeded',
      'failed',
    ]);
    await eventually(() => receiver.types.includes('checkout.session.completed'));
    expect(receiver.types.slice(1, 3)).toEqual(['charge.failed', 'payment_intent.payment_failed']);
  });

  it.each([
    ['succeeded', 'paid', 'checkout.session.async_payment_succeeded', 1426],
    ['failed', 'unpaid', 'checkout.session.async_payment_failed', 0],
  ] as const)('paid later, and the bank payment %s', async (outcome, status, event, pending) => {
    const { stripe, receiver, control } = await startScene();
    const { id } = await openSession(stripe);
    await control('POST', `/checkout/${id}`, { outcome: 'pay_later' });
    const waiting = await stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent'] });
    expect(waiting).toMatchObject({
      status: 'complete',
      payment_status: 'unpaid',
      payment_intent: { status: 'processing' },
    });
    expect((await stripe.balance.retrieve()).pending[0]?.amount).toBe(0);
    expect((await control('POST', `/async/${id}`, { outcome })).status).toBe(200);
    expect((await control('POST', `/async/${id}`, { outcome })).status).toBe(409);
    expect(await stripe.checkout.sessions.retrieve(id)).toMatchObject({ status: 'complete', payment_status: status });
    expect((await stripe.balance.retrieve()).pending[0]?.amount).toBe(pending);
    await eventually(() => receiver.types.includes(event));
  });

  it('canceled: nothing happens but the way back', async () => {
    const { stripe, control } = await startScene();
    const { id } = await openSession(stripe);
    const { body } = await control('POST', `/checkout/${id}`, { outcome: 'canceled' });
    expect(body).toMatchObject({ redirect: 'https://shop.example/cart', session: { status: 'open' } });
    expect((await stripe.paymentIntents.list()).data).toEqual([]);
  });

  it('expires by the clock, or when told; then nobody can pay it', async () => {
    const { stripe, receiver, control } = await startScene();
    const byClock = await openSession(stripe, { expires_at: Math.floor(Date.now() / 1000) + 31 * 60 });
    const byHand = await openSession(stripe);
    await control('POST', `/checkout/${byHand.id}`, { outcome: 'declined' });
    expect((await stripe.checkout.sessions.expire(byHand.id)).status).toBe('expired');
    expect((await stripe.paymentIntents.list()).data[0]).toMatchObject({ status: 'canceled' });
    expect((await refusalOf(stripe.checkout.sessions.expire(byHand.id))).statusCode).toBe(400);
    await control('POST', '/clock', { advanceSeconds: 32 * 60 });
    expect(await stripe.checkout.sessions.retrieve(byClock.id)).toMatchObject({ status: 'expired', url: null });
    expect((await control('POST', `/checkout/${byClock.id}`, { outcome: 'paid' })).status).toBe(409);
    await eventually(() => receiver.types.filter((type) => type === 'checkout.session.expired').length === 2);
  });

  it('expires by passing time alone', async () => {
    let now = Date.now();
    const { stripe, receiver } = await startScene({ now: () => now });
    await openSession(stripe);
    now += 25 * 60 * 60 * 1000;
    await eventually(() => receiver.types.includes('checkout.session.expired'));
  });

  it('keeps the card for a customer it makes, when the shop wants to charge it again', async () => {
    const { stripe, receiver, control } = await startScene();
    const { id } = await openSession(stripe, { payment_intent_data: { setup_future_usage: 'off_session' } });
    await control('POST', `/checkout/${id}`, { outcome: 'paid' });
    const { customer } = await stripe.checkout.sessions.retrieve(id);
    const kept = await stripe.customers.listPaymentMethods(String(customer));
    expect(kept.data).toHaveLength(1);
    await eventually(() => receiver.types.includes('checkout.session.completed'));
    expect(receiver.types).toContain('customer.created');
    expect(receiver.types).toContain('payment_method.attached');
  });

  it('lists sessions by status and customer, and line items on their own', async () => {
    const { stripe, control } = await startScene();
    const customer = await stripe.customers.create({ email: 'ada@example.com' });
    const mine = await openSession(stripe, { customer: customer.id });
    const other = await openSession(stripe);
    await control('POST', `/checkout/${other.id}`, { outcome: 'paid' });
    const idsOf = async (params: object) => (await stripe.checkout.sessions.list(params)).data.map(({ id }) => id);
    expect(await idsOf({})).toEqual([other.id, mine.id]);
    expect(await idsOf({ customer: customer.id })).toEqual([mine.id]);
    expect(await idsOf({ status: 'complete' })).toEqual([other.id]);
    const items = await stripe.checkout.sessions.listLineItems(mine.id);
    expect(items.data).toMatchObject([{ description: 'Standard pack', price: { unit_amount: 1500 } }]);
    expect(mine.customer_details?.email).toBe('ada@example.com');
  });

  it('refuses what Stripe refuses, and leaves nothing behind', async () => {
    const { stripe, control } = await startScene();
    const soon = Math.floor(Date.now() / 1000);
    const cases: [Parameters<typeof openSession>[1], object][] = [
      [{ line_items: [] }, { code: 'parameter_missing', param: 'line_items' }],
      [{ success_url: 'javascript:alert(1)' }, { code: 'url_invalid', param: 'success_url' }],
      [{ cancel_url: '/cart' }, { code: 'url_invalid', param: 'cancel_url' }],
      [{ expires_at: soon + 60 }, { param: 'expires_at' }],
      [{ expires_at: soon + 25 * 60 * 60 }, { param: 'expires_at' }],
      [{ customer: 'cus_nobody' }, { code: 'resource_missing', param: 'customer' }],
      [{ mode: 'setup' }, { param: 'mode' }],
      [{ ui_mode: 'embedded_page' }, { param: 'success_url' }],
      [{ metadata: { ['k'.repeat(41)]: 'v' } }, { param: 'metadata' }],
      [{ line_items: [{ price: 'price_none', quantity: 1 }] }, { param: 'line_items[0][price]' }],
      [{ line_items: [item({ unit_amount: 49 })] }, { code: 'amount_too_small' }],
      [{ line_items: [item({ unit_amount: 1.5 })] }, { code: 'parameter_invalid_integer' }],
      [{ line_items: [item({ currency: 'zzz' })] }, { param: 'line_items[0][price_data][currency]' }],
      [{ line_items: [item({}), item({ currency: 'eur' })] }, { param: 'line_items' }],
    ];
    for (const [params, expected] of cases) {
      expect(await refusalOf(openSession(stripe, params))).toMatchObject({ statusCode: 400, ...expected });
    }
    const unknown = stripe.rawRequest('POST', '/v1/checkout/sessions', {
      mode: 'payment',
      payment_method_types: ['card'],
    });
    expect(await refusalOf(unknown)).toMatchObject({ statusCode: 400 });
    const { body } = await control('GET', '/state');
    expect(body.collections).toEqual({});
  });

  it('names the parameter that no one knows', async () => {
    const { stripe } = await startScene();
    const refusal = await refusalOf(stripe.rawRequest('POST', '/v1/customers', { email: 'a@b.c', shoe_size: '44' }));
    expect(refusal).toMatchObject({ code: 'parameter_unknown', param: 'shoe_size', statusCode: 400 });
  });
});

function item(priceData: { unit_amount?: number; currency?: string }) {
  return { quantity: 1, price_data: { currency: 'usd', unit_amount: 500, product_data: { name: 'x' }, ...priceData } };
}
