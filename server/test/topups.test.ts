import { KopaiError } from '@kopai/sdk';
import { type StripeSim, startStripeSim } from '@kopai/stripe-sim';
import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sweep } from '../src/topups/index.ts';
import { freshDatabase, type TestDatabase } from './database.ts';
import { brokenInvariants, grant, putAgent, type RunningServer, runServer } from './running-server.ts';
import { until } from './until.ts';

const credit = 1_000_000n;
const secret = 'whsec_current';
const oldSecret = 'whsec_before';
const back = { successUrl: 'http://localhost:3000/back', cancelUrl: 'http://localhost:3000/cancel' };

describe('buying credits', () => {
  let database: TestDatabase;
  let sim: StripeSim;
  let server: RunningServer;
  let twin: RunningServer;
  let stripe: Stripe;
  /** Moves the server's clock, in ms. */
  let ahead = 0;

  const balance = async (wallet: string) => (await server.kopai.wallets.get(wallet)).balance;
  const control = async (path: string, body: unknown) => {
    const response = await fetch(`${sim.url}/_sim/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.ok, await response.text()).toBe(true);
  };
  const buy = async (wallet: string, packId = 'starter') => {
    const topup = await server.kopai.topups.create({ wallet, packId, ...back });
    const [row] = await database.pool.query<{ session_id: string }>('select session_id from topups where id = $1', [
      topup.id,
    ]);
    return { topup, sessionId: row?.session_id ?? '' };
  };
  /** Delivers an event as Stripe does. */
  const deliver = async (
    event: Stripe.Event | object,
    options: { secret?: string; timestamp?: number; to?: RunningServer } = {},
  ) => {
    const payload = JSON.stringify(event);
    const header = Stripe.webhooks.generateTestHeaderString({
      payload,
      secret: options.secret ?? secret,
      ...(options.timestamp !== undefined && { timestamp: options.timestamp }),
    });
    return fetch(`${(options.to ?? server).url}/webhooks/stripe`, {
      method: 'POST',
      headers: { 'Stripe-Signature': header },
      body: payload,
    });
  };
  const eventsOf = async (sessionId: string) => {
    const { data } = await stripe.events.list({ limit: 100 });
    return data.filter((event) => (event.data.object as { id?: string }).id === sessionId);
  };
  const handled = async (eventIds: string[]) => {
    const rows = await database.pool.query<{ event_id: string }>(
      'select event_id from stripe_events where event_id = any($1) and handled_at is not null',
      [eventIds],
    );
    return rows.length;
  };

  beforeAll(async () => {
    database = await freshDatabase();
    sim = await startStripeSim();
    const options = {
      clock: () => Date.now() + ahead,
      stripe: { apiKey: sim.apiKey, simulatorUrl: sim.url },
      webhookSecrets: [secret, oldSecret],
    };
    server = await runServer(database, options);
    twin = await runServer(database, options);
    stripe = new Stripe(sim.apiKey, { host: '127.0.0.1', port: sim.port, protocol: 'http', telemetry: false });
  });
  afterAll(() => sim.close());

  test('paid on the hosted page, followed by the returning payer: the credits are there once', async () => {
    const { topup, sessionId } = await buy('user:payer', 'standard');
    expect(topup).toMatchObject({
      object: 'topup',
      status: 'pending',
      credits: 150n * credit,
      amountCents: 1500,
      currency: 'usd',
    });
    expect(topup.checkoutUrl).toMatch(/^http:\/\/127\.0\.0\.1/);
    expect(await server.kopai.topups.get(topup.id)).toMatchObject({ status: 'pending' });
    await control(`checkout/${sessionId}`, { outcome: 'paid' });
    const paid = await Promise.all(Array.from({ length: 8 }, () => server.kopai.topups.get(topup.id)));
    for (const one of paid) expect(one).toMatchObject({ status: 'paid', checkoutUrl: null });
    expect(paid[0]?.receiptUrl).toMatch(/^http/);
    expect(await balance('user:payer')).toBe(150n * credit);
    const session = await stripe.checkout.sessions.retrieve(sessionId, { expand: ['payment_intent'] });
    expect(session.client_reference_id).toBe(topup.id);
    expect(session.success_url).toContain(`kopai_topup=${topup.id}`);
    expect((session.payment_intent as Stripe.PaymentIntent).metadata.topup).toBe(topup.id);
    const { data } = await server.kopai.wallets.transactions('user:payer');
    expect(data[0]).toMatchObject({
      kind: 'topup',
      amount: 150n * credit,
      topupId: topup.id,
      receiptUrl: paid[0]?.receiptUrl,
    });
  });

  /** Every order of three events. */
  const orders = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ] as const;

  test.each(orders)(
    'completed, async_payment_succeeded and expired in the order %i %i %i, each twice, give one credit',
    async (...order) => {
      const wallet = `user:order-${order.join('')}`;
      const { sessionId } = await buy(wallet);
      await control(`checkout/${sessionId}`, { outcome: 'pay_later' });
      const [completed] = await eventsOf(sessionId);
      if (!completed) throw new Error('the simulator made no event');
      await control(`async/${sessionId}`, { outcome: 'succeeded' });
      const told = [
        'checkout.session.completed',
        'checkout.session.async_payment_succeeded',
        'checkout.session.expired',
      ].map((type, i) => ({ ...completed, id: `evt_${wallet.slice(5)}_${i}`, type }));
      const sequence = [...order, ...order].map((i) => told[i] ?? completed);
      for (const [i, event] of sequence.entries()) {
        expect((await deliver(event, { to: i % 2 === 0 ? server : twin })).status).toBe(200);
      }
      await until(async () => (await handled(told.map(({ id }) => id))) === 3);
      expect(await balance(wallet)).toBe(50n * credit);
    },
  );

  test('all of it at once, on two servers, is one credit', async () => {
    const { topup, sessionId } = await buy('user:stampede');
    await control(`checkout/${sessionId}`, { outcome: 'paid' });
    const events = await eventsOf(sessionId);
    await Promise.all([
      ...Array.from({ length: 10 }, (_, i) =>
        deliver({ ...events[0], id: `evt_stampede_${i % 5}` }, { to: i % 2 ? server : twin }),
      ),
      ...Array.from({ length: 6 }, () => server.kopai.topups.get(topup.id)),
    ]);
    await until(async () => (await handled([0, 1, 2, 3, 4].map((i) => `evt_stampede_${i}`))) === 5);
    expect(await balance('user:stampede')).toBe(50n * credit);
  });

  test('paid later: processing until the bank has answered, then paid, or failed', async () => {
    for (const [outcome, status, credits] of [
      ['succeeded', 'paid', 50n * credit],
      ['failed', 'failed', 0n],
    ] as const) {
      const { topup, sessionId } = await buy(`user:${outcome}`);
      await control(`checkout/${sessionId}`, { outcome: 'pay_later' });
      expect(await server.kopai.topups.get(topup.id)).toMatchObject({ status: 'processing' });
      expect(await balance(`user:${outcome}`)).toBe(0n);
      await control(`async/${sessionId}`, { outcome });
      expect(await server.kopai.topups.get(topup.id)).toMatchObject({ status });
      expect(await balance(`user:${outcome}`)).toBe(credits);
    }
  });

  test('declined or left alone it stays open; when its time is over it has expired', async () => {
    const { topup, sessionId } = await buy('user:slow');
    await control(`checkout/${sessionId}`, { outcome: 'declined' });
    expect(await server.kopai.topups.get(topup.id)).toMatchObject({ status: 'pending' });
    await stripe.checkout.sessions.expire(sessionId);
    expect(await server.kopai.topups.get(topup.id)).toMatchObject({ status: 'expired', checkoutUrl: null });
    expect(await balance('user:slow')).toBe(0n);
  });

  test('without a webhook and without a payer who returns, the sweep finds it', async () => {
    const { topup, sessionId } = await buy('user:swept');
    await control(`checkout/${sessionId}`, { outcome: 'paid' });
    const report = (error: unknown) => {
      throw error;
    };
    await sweep(server.app.services, report);
    expect(await balance('user:swept'), 'not before its time').toBe(0n);
    ahead += 61_000;
    await Promise.all([sweep(server.app.services, report), sweep(twin.app.services, report)]);
    expect(await balance('user:swept')).toBe(50n * credit);
    expect(await server.kopai.topups.get(topup.id)).toMatchObject({ status: 'paid' });
    ahead -= 61_000;
  });

  test('the same request again is the same checkout', async () => {
    const body = { wallet: 'user:twice', packId: 'starter', ...back };
    const made = await Promise.all(
      Array.from({ length: 5 }, (_, i) =>
        (i % 2 ? twin.client({ apiKey: server.secretKey }) : server.kopai).topups.create(body, {
          idempotencyKey: 'buy-once',
        }),
      ),
    );
    expect(new Set(made.map(({ id, checkoutUrl }) => `${id} ${checkoutUrl}`)).size).toBe(1);
    await expect(
      server.kopai.topups.create({ ...body, packId: 'pro' }, { idempotencyKey: 'buy-once' }),
    ).rejects.toMatchObject({ code: 'idempotency_key_reused' });
  });

  test.each(['error500BeforeCommit', 'error500AfterCommit'])(
    'Stripe failing (%s) neither loses a checkout nor opens two',
    async (fault) => {
      const wallet = `user:${fault}`;
      await control('chaos', { [fault]: 1, requests: ['POST /v1/checkout/sessions'] });
      const made = await server.kopai.topups.create({ wallet, packId: 'starter', ...back });
      expect(made.checkoutUrl).toMatch(/^http/);
      await control('chaos', {});
      const { data } = await stripe.checkout.sessions.list({ limit: 100 });
      expect(data.filter((session) => session.client_reference_id === made.id)).toHaveLength(1);
    },
  );

  test('Stripe failing for longer is said to be so, and the same key continues afterwards', async () => {
    const impatient = server.client({ apiKey: server.secretKey, maxRetries: 0 });
    const body = { wallet: 'user:outage', packId: 'starter', ...back };
    await control('chaos', { error500AfterCommit: true, requests: ['POST /v1/checkout/sessions'] });
    await expect(impatient.topups.create(body, { idempotencyKey: 'outage' })).rejects.toMatchObject({
      code: 'payment_provider_error',
      status: 502,
    });
    await control('chaos', {});
    const made = await impatient.topups.create(body, { idempotencyKey: 'outage' });
    const { data } = await stripe.checkout.sessions.list({ limit: 100 });
    expect(data.filter((session) => session.client_reference_id === made.id)).toHaveLength(1);
    const rows = await database.pool.query("select id from topups where wallet = 'user:outage'");
    expect(rows).toHaveLength(1);
  });

  test('what was paid must be what was sold', async () => {
    const { topup, sessionId } = await buy('user:cheat', 'pro');
    await database.pool.query('update topups set amount_cents = 100, credits = 10000000 where id = $1', [topup.id]);
    await control(`checkout/${sessionId}`, { outcome: 'paid' });
    await expect(
      server.client({ apiKey: server.secretKey, maxRetries: 0 }).topups.get(topup.id),
    ).rejects.toBeInstanceOf(KopaiError);
    expect(await balance('user:cheat')).toBe(0n);
    await database.pool.query('update topups set amount_cents = 5000, credits = 500000000 where id = $1', [topup.id]);
    expect(await server.kopai.topups.get(topup.id)).toMatchObject({ status: 'paid' });
    expect(await balance('user:cheat')).toBe(500n * credit);
  });

  describe('a signed event', () => {
    test('is believed under the current and the previous secret, and kept before anything is done', async () => {
      const event = { id: 'evt_rotated', object: 'event', type: 'customer.created', data: { object: { id: 'cus_1' } } };
      expect((await deliver(event, { secret: oldSecret })).status).toBe(200);
      await until(async () => (await handled(['evt_rotated'])) === 1);
    });

    test('with a wrong signature, a stale one or none is refused, and nothing is written', async () => {
      const event = {
        id: 'evt_forged',
        object: 'event',
        type: 'checkout.session.completed',
        data: { object: { id: 'cs_x' } },
      };
      const wrong = await deliver(event, { secret: 'whsec_guessed' });
      expect([wrong.status, (await wrong.json()).code]).toEqual([400, 'webhook_signature_invalid']);
      const stale = await deliver(event, { timestamp: Math.floor(Date.now() / 1000) - 301 });
      expect([stale.status, (await stale.json()).code]).toEqual([400, 'webhook_timestamp_stale']);
      const none = await fetch(`${server.url}/webhooks/stripe`, { method: 'POST', body: '{}' });
      expect([none.status, (await none.json()).code]).toEqual([400, 'webhook_signature_invalid']);
      expect(await database.pool.query("select 1 from stripe_events where event_id = 'evt_forged'")).toEqual([]);
    });

    test('of a checkout that is not ours is looked at and left alone', async () => {
      const session = await stripe.checkout.sessions.create({
        mode: 'payment',
        success_url: 'http://localhost/x',
        line_items: [
          { quantity: 1, price_data: { currency: 'usd', unit_amount: 700, product_data: { name: 'A hat' } } },
        ],
      });
      await control(`checkout/${session.id}`, { outcome: 'paid' });
      const [event] = await eventsOf(session.id);
      if (!event) throw new Error('the simulator made no event');
      expect((await deliver(event)).status).toBe(200);
      await until(async () => (await handled([event.id])) === 1);
    });
  });

  test('credits that were bought are spent like any others', async () => {
    await putAgent(server.kopai, 'bought', { infra: 40n * credit });
    await server.kopai.charges.create({ agentId: 'bought', userId: 'stampede', messageId: 'bought-1' });
    expect(await balance('user:stampede')).toBe(10n * credit);
    await grant(server.kopai, 'user:stampede', credit);
  });

  test('and the ledger proves itself', async () => {
    expect(await brokenInvariants(database.pool)).toEqual([]);
  });
});
