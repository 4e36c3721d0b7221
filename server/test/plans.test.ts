import type { Entitlements } from '@kopai/sdk';
import { type StripeSim, startStripeSim } from '@kopai/stripe-sim';
import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { followSubscription, standingOf } from '../src/plans/index.ts';
import { freshDatabase, type TestDatabase } from './database.ts';
import { grant, type RunningServer, runServer } from './running-server.ts';
import { until } from './until.ts';

const secret = 'whsec_plans';
const day = 24 * 60 * 60_000;
const urls = { successUrl: 'http://localhost:3000/billing', cancelUrl: 'http://localhost:3000/billing' };

describe('plans', { timeout: 60_000 }, () => {
  let database: TestDatabase;
  let sim: StripeSim;
  let server: RunningServer;
  let stripe: Stripe;
  const page = (userId: string) => server.page({ userId, scopes: ['wallet:read', 'plan'] });
  const standing = (userId: string): Promise<Entitlements> => server.kopai.plans.entitlements(`user:${userId}`);
  const control = async (path: string, body: unknown) => {
    const response = await fetch(`${sim.url}/_sim/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.ok, `${path}: ${await response.text()}`).toBe(true);
  };
  /** Subscribes a user, as the hosted page does when Pay is pressed. */
  const upgrade = async (userId: string) => {
    const { checkoutUrl } = await page(userId).plans.subscribe({ wallet: 'me', planId: 'pro', ...urls });
    const session = (await stripe.checkout.sessions.list({ limit: 1 })).data[0];
    expect(checkoutUrl).toBe(session?.url);
    await control(`checkout/${session?.id}`, { outcome: 'paid' });
    await until(async () => (await standing(userId)).planId === 'pro');
    const [row] = await database.pool.query<{ subscription_id: string }>(
      'select subscription_id from subscriptions where wallet = $1',
      [`user:${userId}`],
    );
    return row?.subscription_id ?? '';
  };

  beforeAll(async () => {
    database = await freshDatabase();
    sim = await startStripeSim();
    server = await runServer(database, {
      stripe: { apiKey: sim.apiKey, simulatorUrl: sim.url },
      webhookSecrets: [secret],
    });
    sim.addWebhook({ url: `${server.url}/webhooks/stripe`, secret });
    stripe = new Stripe(sim.apiKey, { host: '127.0.0.1', port: sim.port, protocol: 'http', telemetry: false });
  });
  afterAll(() => sim.close());

  test('are listed with their matrix, for everybody', async () => {
    const { data, features } = await server.client().plans.list();
    expect(data.map(({ id, amountCents }) => [id, amountCents])).toEqual([
      ['free', 0],
      ['pro', 2_000],
    ]);
    for (const plan of data) expect(Object.keys(plan.features)).toEqual(features.map(({ key }) => key));
  });

  test('Free is what everybody has, with one PDF of 2 MB', async () => {
    expect(await standing('new')).toMatchObject({ planId: 'free', status: 'free', renewsAt: null });
    expect((await server.kopai.wallets.get('user:new')).plan).toBe('free');
    const check = (feature: string, more = {}) => server.kopai.plans.check({ wallet: 'user:new', feature, ...more });
    expect(await check('chat')).toMatchObject({ allowed: true });
    expect(await check('webSearch')).toMatchObject({ allowed: false, reason: 'not_in_plan' });
    expect(await check('knowledgeBasePdf', { quantity: 1, bytes: 2 * 1024 * 1024 })).toMatchObject({ allowed: true });
    expect(await check('knowledgeBasePdf', { quantity: 2 })).toMatchObject({
      allowed: false,
      reason: 'quantity_exceeded',
      limit: { quantity: 1 },
    });
    expect(await check('knowledgeBasePdf', { bytes: 2 * 1024 * 1024 + 1 })).toMatchObject({
      allowed: false,
      reason: 'bytes_exceeded',
    });
    expect(await check('teleport')).toMatchObject({ allowed: false, reason: 'unknown_feature' });
  });

  test('an upgrade through Checkout gives Pro at once, and leaves bought credits alone', async () => {
    await grant(server.kopai, 'user:up', 7_000_000n);
    await upgrade('up');
    expect(await standing('up')).toMatchObject({ planId: 'pro', status: 'active', graceEndsAt: null, endsAt: null });
    expect((await standing('up')).renewsAt).not.toBeNull();
    expect(await server.kopai.wallets.get('user:up')).toMatchObject({ plan: 'pro', balance: 7_000_000n });
    expect(
      await server.kopai.plans.check({ wallet: 'user:up', feature: 'knowledgeBasePdf', quantity: 99, bytes: 1e9 }),
    ).toMatchObject({ allowed: true });
    await expect(page('up').plans.subscribe({ wallet: 'me', planId: 'pro', ...urls })).rejects.toMatchObject({
      code: 'already_subscribed',
    });
  });

  test('a cancellation keeps Pro to the end of its period, then Free', async () => {
    const id = await upgrade('leaver');
    await stripe.subscriptions.update(id, { cancel_at_period_end: true });
    await until(async () => (await standing('leaver')).endsAt !== null);
    expect(await standing('leaver')).toMatchObject({ planId: 'pro', renewsAt: null });
    await stripe.subscriptions.cancel(id);
    await until(async () => (await standing('leaver')).planId === 'free');
    expect((await server.kopai.wallets.get('user:leaver')).plan).toBe('free');
    await upgrade('leaver');
  });

  test('events of a subscription that was replaced change nothing', async () => {
    const [before] = await database.pool.query<{ subscription_id: string }>(
      "select subscription_id from subscriptions where wallet = 'user:leaver'",
    );
    const { data } = await stripe.subscriptions.list({ status: 'canceled', limit: 10 });
    const old = data.find(({ metadata }) => metadata.wallet === 'user:leaver');
    await followSubscription(server.app.services.plans, old?.id ?? '', async () => undefined);
    expect(await database.pool.query("select subscription_id from subscriptions where wallet = 'user:leaver'")).toEqual(
      [before],
    );
    expect((await standing('leaver')).planId).toBe('pro');
  });

  test('the portal is for who has, or had, a paid plan', async () => {
    expect((await page('up').plans.portal({ wallet: 'me', returnUrl: urls.successUrl })).url).toMatch(/^http:\/\/127/);
    await expect(page('new').plans.portal({ wallet: 'me', returnUrl: urls.successUrl })).rejects.toMatchObject({
      code: 'not_subscribed',
    });
    await expect(page('up').plans.portal({ wallet: 'me', returnUrl: 'https://evil.example/' })).rejects.toMatchObject({
      code: 'return_url_not_allowed',
    });
    await expect(page('new').plans.subscribe({ wallet: 'me', planId: 'free', ...urls })).rejects.toMatchObject({
      code: 'plan_not_found',
    });
    await expect(
      server.page({ userId: 'new' }).plans.portal({ wallet: 'me', returnUrl: urls.successUrl }),
    ).rejects.toMatchObject({ code: 'scope_missing' });
  });

  test('a failed payment keeps Pro through the grace, and no longer', () => {
    const { terms } = server.app.services.plans;
    const since = Date.UTC(2026, 5, 1);
    const row = (status: string) => ({
      wallet: 'user:late',
      subscription_id: 'sub_1',
      plan_id: 'pro',
      status,
      period_end: null,
      cancel_at: null,
      past_due_since: status === 'past_due' ? new Date(since) : null,
    });
    const at = (status: string, ms: number) => {
      const { plan, status: said } = standingOf(row(status), terms, since + ms);
      return `${plan.id} ${said}`;
    };
    expect(at('past_due', 0)).toBe('pro past_due');
    expect(at('past_due', 7 * day - 1)).toBe('pro past_due');
    expect(at('past_due', 7 * day)).toBe('free ended');
    for (const status of ['unpaid', 'canceled', 'incomplete', 'incomplete_expired', 'paused', 'something_new']) {
      expect(at(status, 0)).toBe('free ended');
    }
    expect(at('trialing', 0)).toBe('pro active');
  });
});
