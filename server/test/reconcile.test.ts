import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type StripeSim, startStripeSim } from '@kopai/stripe-sim';
import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ProviderMovement, reconcile } from '../src/reconcile/index.ts';
import { stripeBalance } from '../src/stripe/index.ts';
import { clawBack } from '../src/topups/index.ts';
import { freshDatabase, type TestDatabase } from './database.ts';
import { kopaiProcess } from './process.ts';
import { grant, putAgent, type RunningServer, runServer } from './running-server.ts';
import { until } from './until.ts';

const credit = 1_000_000n;
const secret = 'whsec_reconcile';
const back = { successUrl: 'http://localhost:3000/', cancelUrl: 'http://localhost:3000/' };

describe('reconcile', { timeout: 90_000 }, () => {
  let database: TestDatabase;
  let sim: StripeSim;
  let server: RunningServer;
  let stripe: Stripe;
  let dataDir: string;
  let ahead = 0;

  const control = async (path: string, body: unknown) => {
    const response = await fetch(`${sim.url}/_sim/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.ok, `${path}: ${await response.text()}`).toBe(true);
  };
  const found = () =>
    reconcile({ db: database.pool, provider: stripeBalance(stripe), pause: async () => undefined }).then(
      ({ differences }) => differences,
    );
  /** The program itself, against the same simulator by way of a Stripe key that the simulator lets in. */
  const program = () =>
    kopaiProcess(['reconcile'], { DATABASE_URL: database.url, KOPAI_DATA_DIR: dataDir, STRIPE_SIM_PORT: '0' }).ended;
  /** Paid at Stripe; the ledger learns of it unless it may not. */
  const bought = async (wallet: string, { told = true, packId = 'starter' } = {}) => {
    const topup = await server.kopai.topups.create({ wallet, packId, ...back });
    const [row] = await database.pool.query<{ session_id: string }>('select session_id from topups where id = $1', [
      topup.id,
    ]);
    if (!told) await control('chaos', { drop: true });
    await control(`checkout/${row?.session_id}`, { outcome: 'paid' });
    if (told) await server.kopai.topups.get(topup.id);
    const session = await stripe.checkout.sessions.retrieve(row?.session_id ?? '');
    return { topupId: topup.id, intent: String(session.payment_intent) };
  };
  const wallet = (name: string) => server.kopai.wallets.get(name);

  beforeAll(async () => {
    database = await freshDatabase();
    dataDir = await mkdtemp(join(tmpdir(), 'kopai-reconcile-'));
    sim = await startStripeSim();
    server = await runServer(database, {
      clock: () => Date.now() + ahead,
      stripe: { apiKey: sim.apiKey, simulatorUrl: sim.url },
      webhookSecrets: [secret],
    });
    sim.addWebhook({ url: `${server.url}/webhooks/stripe`, secret });
    stripe = new Stripe(sim.apiKey, { host: '127.0.0.1', port: sim.port, protocol: 'http', telemetry: false });
  });
  afterAll(async () => {
    await sim.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  test('agrees on top-ups, refunds, disputes, payouts and what came back of them, whatever Stripe charged for it', async () => {
    const refunded = await bought('user:refunded');
    await stripe.refunds.create({ payment_intent: refunded.intent, amount: 150 });
    const lost = await bought('user:lost');
    await control('disputes', { paymentIntent: lost.intent, outcome: 'lost' });
    const won = await bought('user:won');
    await control('disputes', { paymentIntent: won.intent, outcome: 'created' });
    await until(async () => (await wallet('user:won')).balance === 0n);
    await control('disputes', { paymentIntent: won.intent, outcome: 'won' });
    await until(async () => (await wallet('user:won')).balance === 50n * credit);
    await until(async () => (await wallet('user:lost')).balance === 0n);
    await until(async () => (await wallet('user:refunded')).balance === 35n * credit);
    for (let i = 0; i < 4; i++) await bought('user:whale', { packId: 'pro' });
    await payOut('maker');
    expect(await found()).toEqual([]);
  });

  /** An organization earns, withdraws $20, and has $5 of it taken back. */
  const payOut = async (org: string) => {
    const owner = server.page({
      userId: 'boss',
      orgs: [{ id: org, role: 'owner' }],
      scopes: ['wallet:read', 'payout'],
    });
    await owner.connect.start(`org:${org}`, { returnUrl: back.successUrl, refreshUrl: back.successUrl });
    const [row] = await database.pool.query<{ account_id: string }>(
      'select account_id from connected_accounts where org_id = $1',
      [org],
    );
    await control(`accounts/${row?.account_id}`, { onboarding: 'completed' });
    await until(async () => (await owner.connect.get(`org:${org}`)).payoutsEnabled);
    await putAgent(server.kopai, `agent-${org}`, { addOn: 400n * credit, orgId: org });
    await grant(server.kopai, 'user:fan', 1_000n * credit);
    await server.kopai.charges.create({ agentId: `agent-${org}`, userId: 'fan', messageId: `for-${org}` });
    await control('clock', { advanceSeconds: 3 * 24 * 3600 });
    ahead += 25 * 3600_000;
    await server.app.services.charges.settleDue();
    const payout = await owner.payouts.create({ wallet: `org:${org}`, amount: 200n * credit });
    await until(async () => (await server.kopai.payouts.get(payout.id)).status === 'paid');
    const [transfer] = (await stripe.transfers.list({ transfer_group: payout.id })).data;
    await stripe.transfers.createReversal(transfer?.id ?? '', { amount: 500 });
    await until(async () => (await server.kopai.payouts.get(payout.id)).reversed === 50n * credit);
    return { payoutId: payout.id, transferId: transfer?.id ?? '' };
  };

  test('names a payment that never reached the ledger, and forgets it once it has', async () => {
    const { topupId, intent } = await bought('user:unheard', { told: false });
    expect(await found()).toEqual([
      {
        kind: 'charge',
        subject: intent,
        ours: topupId,
        is: 'missing here',
        here: null,
        there: 50n * credit,
      },
    ]);
    await control('chaos', {});
    await server.kopai.topups.get(topupId);
    expect(await found()).toEqual([]);
  });

  test('names a refund and a dispute that never reached the ledger', async () => {
    const one = await bought('user:one');
    const two = await bought('user:two');
    await control('chaos', { drop: true });
    await stripe.refunds.create({ payment_intent: one.intent, amount: 100 });
    await control('disputes', { paymentIntent: two.intent, outcome: 'created' });
    expect(await found()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'refund', subject: one.intent, is: 'missing here', there: -10n * credit }),
        expect.objectContaining({ kind: 'dispute', subject: two.intent, is: 'missing here', there: -50n * credit }),
      ]),
    );
    await control('chaos', {});
    await clawBack(server.app.services, one.intent);
    await clawBack(server.app.services, two.intent);
    expect(await found()).toEqual([]);
  });

  test('names what only the ledger has, and another amount', async () => {
    const { intent } = await bought('user:odd');
    const provider = stripeBalance(stripe);
    const changed = (change: (movement: ProviderMovement) => ProviderMovement[]) => ({
      async *movements() {
        for await (const movement of provider.movements())
          yield* movement.subject === intent ? change(movement) : [movement];
      },
    });
    const look = (change: (movement: ProviderMovement) => ProviderMovement[]) =>
      reconcile({ db: database.pool, provider: changed(change), pause: async () => undefined });
    expect((await look(() => [])).differences).toMatchObject([
      { kind: 'charge', subject: intent, is: 'missing there', here: 50n * credit, there: null },
    ]);
    expect((await look((movement) => [{ ...movement, cents: 499n }])).differences).toMatchObject([
      { kind: 'charge', subject: intent, is: 'other amount', here: 50n * credit, there: 49_900_000n },
    ]);
  });

  test('names a transfer that was made for a payout behind the ledger’s back', async () => {
    const [row] = await database.pool.query<{ account_id: string; id: string }>('select account_id, id from payouts');
    const metadata = { payout: row?.id ?? '' };
    const destination = row?.account_id ?? '';
    const transfer = await stripe.transfers.create({ amount: 700, currency: 'usd', destination, metadata });
    expect(await found()).toMatchObject([
      { kind: 'transfer', subject: transfer.id, ours: row?.id, is: 'missing here', there: -70n * credit },
    ]);
    await stripe.transfers.createReversal(transfer.id, { amount: 700 });
    const named = await found();
    expect(named.map(({ kind, there }) => [kind, there])).toEqual(
      expect.arrayContaining([
        ['transfer', -70n * credit],
        ['reversal', 70n * credit],
      ]),
    );
  });

  test('sums what is somebody else’s on the same account, and is not disturbed by it', async () => {
    const before = await found();
    const customer = await stripe.customers.create({});
    const method = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
    await stripe.paymentIntents.create({
      amount: 1_234,
      currency: 'usd',
      customer: customer.id,
      payment_method: method.id,
      confirm: true,
      off_session: true,
    });
    expect(await found()).toEqual(before);
    const { others, fees } = await reconcile({
      db: database.pool,
      provider: stripeBalance(stripe),
      pause: async () => undefined,
    });
    expect(others).toContainEqual({ category: 'charge', count: 1, amount: 123_400_000n });
    expect(fees > 0n).toBe(true);
  });

  test('reads every page', async () => {
    const { data } = await stripe.balanceTransactions.list({ limit: 100 });
    for (let i = data.length; i <= 100; i++) await bought('user:pages');
    const movements = await Array.fromAsync(stripeBalance(stripe).movements());
    expect(movements.length).toBeGreaterThan(100);
    expect((await found()).filter(({ kind }) => kind === 'charge')).toEqual([]);
  });

  test('as a program says what it found and ends with 1, or that it could not ask', async () => {
    await writeFile(join(dataDir, 'stripe-simulator'), `${sim.url}\n`);
    const ended = await program();
    expect(ended.code, ended.stderr).toBe(1);
    expect(ended.stdout).toContain(`asking the simulator on ${sim.url}`);
    expect(ended.stdout).toMatch(
      /^DIFFERS {3}transfer tr_\w+ \(pay_\w+\): missing here; nothing in the ledger, -\$7\.00 at Stripe$/m,
    );
    expect(ended.stdout).toMatch(/^fees {6}\$\d+\.\d\d kept by Stripe$/m);
    await control('chaos', { error500BeforeCommit: true, requests: ['GET /v1/balance_transactions'] });
    const unheard = await program();
    expect(unheard.code).toBe(1);
    expect(unheard.stderr).toMatch(/Stripe's balance could not be read/);
    expect(unheard.stderr).not.toContain('at async');
    await control('chaos', {});
  });
});
