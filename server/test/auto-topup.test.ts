import { type StripeSim, startStripeSim } from '@kopai/stripe-sim';
import fc from 'fast-check';
import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AutoTopupFacts, judgeAutoTopup } from '../src/topups/auto-rules.ts';
import { autoTopup, followPayment, type SavedCardAnswer, sweep } from '../src/topups/index.ts';
import { freshDatabase, type TestDatabase } from './database.ts';
import { brokenInvariants, grant, putAgent, type RunningServer, runServer } from './running-server.ts';
import { until } from './until.ts';

const credit = 1_000_000n;
const minute = 60_000;
const back = { successUrl: 'http://localhost:3000/', cancelUrl: 'http://localhost:3000/' };
const settings = { enabled: true, threshold: 5n * credit, packId: 'starter', monthlyCap: 200n * credit };

describe('automatic top-up', { timeout: 60_000 }, () => {
  let database: TestDatabase;
  let sim: StripeSim;
  let server: RunningServer;
  let twin: RunningServer;
  let stripe: Stripe;
  let nowMs = Date.UTC(2026, 5, 2, 12);
  let serial = 0;

  const control = async (path: string, body: unknown) => {
    const response = await fetch(`${sim.url}/_sim/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.ok, `${path}: ${await response.text()}`).toBe(true);
  };
  /** A user with 50 credits, a saved card, and automatic top-up switched on. */
  const ready = async (user: string, more: object = {}) => {
    const topup = await server.kopai.topups.create({
      wallet: `user:${user}`,
      packId: 'starter',
      ...back,
      saveCard: true,
    });
    const [row] = await database.pool.query<{ session_id: string }>('select session_id from topups where id = $1', [
      topup.id,
    ]);
    await control(`checkout/${row?.session_id}`, { outcome: 'paid' });
    await server.kopai.topups.get(topup.id);
    return server.kopai.autoTopup.put(`user:${user}`, { ...settings, ...more });
  };
  const spend = (user: string, credits: number) =>
    server.kopai.charges.create({ agentId: `costs-${credits}`, userId: user, messageId: `auto-${++serial}` });
  const balance = async (user: string) => (await server.kopai.wallets.get(`user:${user}`)).balance;
  const standing = (user: string) => server.kopai.autoTopup.get(`user:${user}`);
  const charges = async (user: string) => {
    const [row] = await database.pool.query<{ customer_id: string }>(
      'select customer_id from stripe_customers where wallet = $1',
      [`user:${user}`],
    );
    return (await stripe.paymentIntents.list({ customer: row?.customer_id ?? '', limit: 100 })).data.length - 1;
  };
  const card = async (user: string, behaviour: string) => {
    const [row] = await database.pool.query<{ customer_id: string }>(
      'select customer_id from stripe_customers where wallet = $1',
      [`user:${user}`],
    );
    const [saved] = (await stripe.customers.listPaymentMethods(row?.customer_id ?? '', { limit: 1 })).data;
    await control(`payment_methods/${saved?.id}`, { behaviour });
  };

  beforeAll(async () => {
    database = await freshDatabase();
    sim = await startStripeSim();
    const options = { clock: () => nowMs, stripe: { apiKey: sim.apiKey, simulatorUrl: sim.url } };
    server = await runServer(database, options);
    twin = await runServer(database, options);
    stripe = new Stripe(sim.apiKey, { host: '127.0.0.1', port: sim.port, protocol: 'http', telemetry: false });
    for (const credits of [1, 46, 50])
      await putAgent(server.kopai, `costs-${credits}`, { infra: BigInt(credits) * credit });
  });
  afterAll(() => sim.close());

  test('is off until somebody switches it on', async () => {
    expect(await standing('nobody')).toMatchObject({ enabled: false, state: 'off' });
    expect((await server.kopai.wallets.get('user:nobody')).autoTopup).toBeNull();
  });

  test('charges the saved card once when the wallet falls low, whoever looks and however often', async () => {
    expect(await ready('plain')).toMatchObject({ enabled: true, state: 'ready', monthSpent: 0n });
    await spend('plain', 1);
    expect(await charges('plain'), 'not low yet').toBe(0);
    await spend('plain', 46);
    await until(async () => (await balance('plain')) === 53n * credit);
    await Promise.all([server, twin, server, twin].map((one) => autoTopup({ ...one.app.services }, 'user:plain')));
    expect(await charges('plain')).toBe(1);
    expect(await standing('plain')).toMatchObject({ monthSpent: 50n * credit });
    const { data } = await server.kopai.wallets.transactions('user:plain', { kind: 'topup' });
    expect(data).toHaveLength(2);
    expect((await server.kopai.wallets.get('user:plain')).autoTopup).toMatchObject({
      threshold: 5n * credit,
      packId: 'starter',
    });
  });

  test('waits for the cool-down, then charges again', async () => {
    await spend('plain', 50);
    await autoTopup(server.app.services, 'user:plain');
    expect(await charges('plain')).toBe(1);
    expect(await standing('plain')).toMatchObject({ state: 'waiting' });
    nowMs += 10 * minute;
    await Promise.all([autoTopup(server.app.services, 'user:plain'), autoTopup(twin.app.services, 'user:plain')]);
    expect(await charges('plain')).toBe(2);
    expect(await balance('plain')).toBe(53n * credit);
  });

  test('never passes the monthly cap, and starts anew with the month', async () => {
    await ready('capped', { monthlyCap: 70n * credit });
    await spend('capped', 46);
    await until(async () => (await balance('capped')) === 54n * credit);
    nowMs += 10 * minute;
    await spend('capped', 50);
    await autoTopup(server.app.services, 'user:capped');
    expect(await charges('capped')).toBe(1);
    expect(await standing('capped')).toMatchObject({ state: 'waiting', monthSpent: 50n * credit });
    nowMs = Date.UTC(2026, 6, 1, 12);
    await autoTopup(server.app.services, 'user:capped');
    expect(await balance('capped')).toBe(54n * credit);
  });

  test('backs off after declines, doubling, and pauses after four', async () => {
    await ready('poor');
    await card('poor', 'insufficient_funds');
    await spend('poor', 46);
    await until(async () => (await standing('poor')).lastFailure !== null);
    const waits: number[] = [];
    for (let declines = 1; declines < 4; declines++) {
      const { state, nextTryAt } = await standing('poor');
      expect(state).toBe('waiting');
      waits.push((Date.parse(nextTryAt ?? '') - nowMs) / minute);
      await autoTopup(server.app.services, 'user:poor');
      expect(await charges('poor'), 'not before its time').toBe(declines);
      nowMs = Date.parse(nextTryAt ?? '');
      await autoTopup(server.app.services, 'user:poor');
    }
    expect(waits).toEqual([60, 120, 240]);
    expect(await standing('poor')).toMatchObject({ state: 'paused', lastFailure: 'insufficient_funds' });
    nowMs += 90 * 24 * 60 * minute;
    await autoTopup(server.app.services, 'user:poor');
    expect(await charges('poor')).toBe(4);
    await card('poor', 'succeeds');
    await server.kopai.autoTopup.put('user:poor', settings);
    await until(async () => (await balance('poor')) === 54n * credit);
  });

  test('pauses at once on a card that was reported lost', async () => {
    await ready('lost');
    await card('lost', 'lost_card');
    await spend('lost', 46);
    await until(async () => (await standing('lost')).state === 'paused');
    expect(await charges('lost')).toBe(1);
  });

  test('leads the payer to a checkout when the bank wants them in person', async () => {
    await ready('asked');
    await card('asked', 'authentication_required');
    await spend('asked', 46);
    await until(async () => (await standing('asked')).state === 'needs_action');
    expect((await standing('asked')).actionUrl).toMatch(/^http:\/\/127/);
    expect(await balance('asked')).toBe(4n * credit);
  });

  test('says that it needs a card where none was saved', async () => {
    await grant(server.kopai, 'user:cardless', 50n * credit);
    await server.kopai.autoTopup.put('user:cardless', settings);
    await spend('cardless', 46);
    await until(async () => (await standing('cardless')).state === 'needs_card');
  });

  test('whose answer was lost is asked again under the same key, and charged once', async () => {
    await ready('unsure');
    await control('chaos', { error500AfterCommit: true, requests: ['POST /v1/payment_intents'] });
    await spend('unsure', 46);
    await until(async () => (await standing('unsure')).state === 'charging');
    await control('chaos', {});
    nowMs += 2 * minute;
    await sweep(server.app.services, (error) => {
      throw error;
    });
    await until(async () => (await balance('unsure')) === 54n * credit);
    expect(await charges('unsure')).toBe(1);
  });

  test('that is still under way at the bank is followed to its end, paid or not', async () => {
    for (const [user, outcome, end] of [
      ['slow', 'paid', 54n * credit],
      ['slower', 'declined', 4n * credit],
    ] as const) {
      await ready(user);
      const { checkout } = server.app.services;
      const answers =
        outcome === 'paid'
          ? { kind: 'paid', paymentIntentId: `pi_${user}`, receiptUrl: null }
          : { kind: 'declined', code: 'card_declined' };
      const deps = {
        ...server.app.services,
        checkout: {
          ...checkout,
          chargeSavedCard: async () => ({ kind: 'processing', paymentIntentId: `pi_${user}` }) as const,
          readSavedCardCharge: async () => answers as SavedCardAnswer,
        },
      };
      await database.pool.query('update auto_topups set threshold = 0 where wallet = $1', [`user:${user}`]);
      await spend(user, 46);
      await database.pool.query('update auto_topups set threshold = $2 where wallet = $1', [
        `user:${user}`,
        5n * credit,
      ]);
      await autoTopup(deps, `user:${user}`);
      expect(await standing(user)).toMatchObject({ state: 'charging' });
      expect(await balance(user)).toBe(4n * credit);
      for (let i = 0; i < 3; i++) await followPayment(deps, `pi_${user}`, async () => undefined);
      expect(await balance(user)).toBe(end);
    }
  });

  test('is switched off with one call, by an owner or admin of an organization alone', async () => {
    await server.kopai.autoTopup.put('user:plain', { ...settings, enabled: false });
    nowMs += 60 * minute;
    await spend('plain', 50);
    await autoTopup(server.app.services, 'user:plain');
    expect(await charges('plain')).toBe(2);
    const member = server.page({ userId: 'm', orgs: [{ id: 'acme', role: 'member' }], scopes: ['topup'] });
    await expect(member.autoTopup.put('org:acme', settings)).rejects.toMatchObject({ code: 'role_required' });
    await expect(server.kopai.autoTopup.put('user:plain', { ...settings, packId: 'gone' })).rejects.toMatchObject({
      code: 'pack_not_found',
    });
  });

  test('is decided by a rule that charges only with every guard open', () => {
    const amount = fc.bigInt({ min: 0n, max: 1_000n });
    const facts: fc.Arbitrary<AutoTopupFacts> = fc.record({
      enabled: fc.boolean(),
      hasObstacle: fc.boolean(),
      threshold: amount,
      monthlyCap: amount,
      nextTryMs: fc.option(fc.nat(10), { nil: undefined }),
      balance: fc.bigInt({ min: -100n, max: 1_000n }),
      monthSpent: amount,
      packCredits: fc.bigInt({ min: 1n, max: 500n }),
    });
    fc.assert(
      fc.property(facts, fc.nat(10), (given, now) => {
        const charged = judgeAutoTopup(given, now) === 'charge';
        const open =
          given.enabled &&
          !given.hasObstacle &&
          given.balance < given.threshold &&
          (given.nextTryMs ?? 0) <= now &&
          given.monthSpent + given.packCredits <= given.monthlyCap;
        expect(charged).toBe(open);
      }),
    );
  });

  test('and the ledger proves itself', async () => {
    expect(await brokenInvariants(database.pool)).toEqual([]);
  });
});
