import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { openSession } from './open-session.ts';
import { clientOf, refusalOf, startScene } from './start-scene.ts';

describe('an idempotency key', () => {
  it('replays the first answer, word for word, and says so', async () => {
    const { stripe } = await startScene();
    const first = await openSession(stripe, {}, { idempotencyKey: 'top_1' });
    const again = await openSession(stripe, {}, { idempotencyKey: 'top_1' });
    expect(again).toEqual(first);
    const { headers } = (again as Stripe.Response<Stripe.Checkout.Session>).lastResponse;
    expect(headers['idempotent-replayed']).toBe('true');
    expect(headers['original-request']).toMatch(/^req_/);
    expect(headers['request-id']).not.toBe(headers['original-request']);
    expect((await stripe.checkout.sessions.list()).data).toHaveLength(1);
  });

  it('is refused for other parameters and for another route', async () => {
    const { stripe } = await startScene();
    await stripe.customers.create({ email: 'a@example.com' }, { idempotencyKey: 'k' });
    const others = [
      stripe.customers.create({ email: 'b@example.com' }, { idempotencyKey: 'k' }),
      stripe.products.create({ name: 'x' }, { idempotencyKey: 'k' }),
    ];
    for (const other of others) {
      expect(await refusalOf(other)).toMatchObject({ statusCode: 400, type: 'StripeIdempotencyError' });
    }
  });

  it('replays a decline, and is not burnt by a refused request', async () => {
    const { stripe } = await startScene();
    const params = { amount: 500, currency: 'usd', payment_method: 'pm_card_chargeDeclined', confirm: true };
    const first = await refusalOf(stripe.paymentIntents.create(params, { idempotencyKey: 'k1' }));
    const again = await refusalOf(stripe.paymentIntents.create(params, { idempotencyKey: 'k1' }));
    expect(again.payment_intent?.id).toBe(first.payment_intent?.id);
    expect((await stripe.charges.list()).data).toHaveLength(1);
    await refusalOf(
      stripe.customers.create({ email: 'a@b.c', metadata: { ['k'.repeat(50)]: '' } }, { idempotencyKey: 'k2' }),
    );
    expect((await stripe.customers.create({ email: 'a@b.c' }, { idempotencyKey: 'k2' })).email).toBe('a@b.c');
  });

  it('is forgotten after a day', async () => {
    const { stripe, control } = await startScene();
    const first = await stripe.customers.create({}, { idempotencyKey: 'k' });
    await control('POST', '/clock', { advanceSeconds: 24 * 60 * 60 + 1 });
    expect((await stripe.customers.create({}, { idempotencyKey: 'k' })).id).not.toBe(first.id);
  });

  it('has one effect for twenty requests at once', async () => {
    const { stripe } = await startScene();
    const all = await Promise.all(
      Array.from({ length: 20 }, () => openSession(stripe, {}, { idempotencyKey: 'once' })),
    );
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
  });
});

describe('a list', () => {
  it('comes in pages, newest first, forwards and back', async () => {
    const { stripe } = await startScene();
    const made: string[] = [];
    for (let index = 0; index < 25; index += 1) made.unshift((await stripe.customers.create({})).id);
    const first = await stripe.customers.list();
    expect(first).toMatchObject({ object: 'list', url: '/v1/customers', has_more: true });
    expect(first.data.map(({ id }) => id)).toEqual(made.slice(0, 10));
    const second = await stripe.customers.list({ limit: 10, starting_after: made[9] ?? '' });
    expect(second.data.map(({ id }) => id)).toEqual(made.slice(10, 20));
    const last = await stripe.customers.list({ limit: 10, starting_after: made[19] ?? '' });
    expect(last).toMatchObject({ has_more: false });
    expect(last.data).toHaveLength(5);
    const back = await stripe.customers.list({ limit: 3, ending_before: made[10] ?? '' });
    expect(back.data.map(({ id }) => id)).toEqual(made.slice(7, 10));
    expect(back.has_more).toBe(true);
    const everything: string[] = [];
    for await (const { id } of stripe.customers.list({ limit: 7 })) everything.push(id);
    expect(everything).toEqual(made);
  });

  it('is cut by time, and refuses nonsense', async () => {
    let now = Date.now();
    const { stripe } = await startScene({ now: () => now });
    const old = await stripe.customers.create({});
    now += 100_000;
    const young = await stripe.customers.create({});
    const idsOf = async (params: Stripe.CustomerListParams) =>
      (await stripe.customers.list(params)).data.map(({ id }) => id);
    expect(await idsOf({ created: { gt: old.created } })).toEqual([young.id]);
    expect(await idsOf({ created: { gte: old.created, lt: young.created } })).toEqual([old.id]);
    expect(await idsOf({ created: young.created })).toEqual([young.id]);
    for (const params of [
      { limit: 0 },
      { limit: 101 },
      { starting_after: 'cus_x' },
      { starting_after: 'a', ending_before: 'b' },
    ]) {
      expect((await refusalOf(stripe.customers.list(params))).statusCode).toBe(400);
    }
  });
});

describe('expand', () => {
  it('reaches into lists and refuses what is no reference', async () => {
    const { stripe } = await startScene();
    const customer = await stripe.customers.create({ email: 'a@example.com' });
    await openSession(stripe, { customer: customer.id });
    const listed = await stripe.checkout.sessions.list({ expand: ['data.customer', 'data.line_items'] });
    expect(listed.data[0]).toMatchObject({
      customer: { id: customer.id, email: 'a@example.com' },
      line_items: { data: [{ quantity: 1 }] },
    });
    const created = await openSession(stripe, { expand: ['line_items'] });
    expect(created.line_items?.data).toHaveLength(1);
    const unpaid = await stripe.checkout.sessions.retrieve(created.id, { expand: ['payment_intent.latest_charge'] });
    expect(unpaid.payment_intent).toBeNull();
    for (const path of ['nothing', 'amount_total', 'metadata.topup', 'customer.a.b.c.d']) {
      const refusal = await refusalOf(stripe.checkout.sessions.retrieve(created.id, { expand: [path] }));
      expect(refusal).toMatchObject({ statusCode: 400, param: 'expand' });
    }
  });
});

describe('prices and products', () => {
  it('have a life of their own and are bought by id', async () => {
    const { stripe } = await startScene();
    const product = await stripe.products.create({ name: 'Starter pack', description: '50 credits' });
    const price = await stripe.prices.create({
      product: product.id,
      currency: 'USD',
      unit_amount: 500,
      lookup_key: 'starter',
    });
    expect(price).toMatchObject({ type: 'one_time', currency: 'usd', product: product.id, recurring: null });
    expect((await stripe.prices.list({ lookup_keys: ['starter'] })).data[0]?.id).toBe(price.id);
    const session = await openSession(stripe, { line_items: [{ price: price.id, quantity: 3 }] });
    expect(session.amount_total).toBe(1500);
    const monthly = await stripe.prices.create({
      product_data: { name: 'Pro' },
      currency: 'usd',
      unit_amount: 2000,
      recurring: { interval: 'month' },
    });
    const recurring = openSession(stripe, { line_items: [{ price: monthly.id, quantity: 1 }] });
    expect((await refusalOf(recurring)).message).toContain('recurring price');
  });
});

describe('two simulators', () => {
  it('share nothing', async () => {
    const [one, other] = [await startScene(), await startScene()];
    const { id } = await one.stripe.customers.create({});
    await one.control('POST', '/clock', { advanceSeconds: 3600 });
    await one.control('POST', '/chaos', { error500BeforeCommit: true });
    expect((await other.stripe.customers.list()).data).toEqual([]);
    expect((await refusalOf(other.stripe.customers.retrieve(id))).statusCode).toBe(404);
    expect(Number((await other.control('GET', '/state')).body.now)).toBeLessThan(Date.now() / 1000 + 60);
    expect(other.receiver.types).toEqual([]);
  });

  it('can be told from Stripe', async () => {
    const { sim, control } = await startScene();
    expect((await control('GET', '/health')).body).toEqual({ simulator: true });
    expect(sim.url).toBe(`http://127.0.0.1:${sim.port}`);
    expect(clientOf(sim)).toBeInstanceOf(Stripe);
  });
});
