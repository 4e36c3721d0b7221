import { InsufficientEarningsError, type Payout, PayoutBelowMinimumError } from '@kopai/sdk';
import { type StripeSim, startStripeSim } from '@kopai/stripe-sim';
import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ledger } from '../src/ledger/index.ts';
import {
  type AdvanceDependencies,
  advancePayout,
  type PayoutProvider,
  requestPayout,
  sweepPayouts,
  type TransferAnswer,
  type TransferOrder,
} from '../src/payouts/index.ts';
import { freshDatabase, type TestDatabase } from './database.ts';
import { brokenInvariants, grant, putAgent, type RunningServer, runServer } from './running-server.ts';
import { until } from './until.ts';

const credit = 1_000_000n;
const day = 24 * 60 * 60_000;
const secret = 'whsec_payouts';
const urls = { returnUrl: 'http://localhost:3000/back', refreshUrl: 'http://localhost:3000/again' };

describe('payouts', { timeout: 60_000 }, () => {
  let database: TestDatabase;
  let sim: StripeSim;
  let server: RunningServer;
  let twin: RunningServer;
  let stripe: Stripe;
  let ahead = 0;

  const control = async (path: string, body: unknown) => {
    const response = await fetch(`${sim.url}/_sim/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.ok, `${path}: ${await response.text()}`).toBe(true);
  };
  const owner = (org: string) =>
    server.page({ userId: 'boss', orgs: [{ id: org, role: 'owner' }], scopes: ['wallet:read', 'payout'] });
  const earnings = (org: string) => server.kopai.wallets.earnings(`org:${org}`);
  const status = async (id: string) => (await server.kopai.payouts.get(id)).status;
  const ended = (id: string, wanted: Payout['status']) => until(async () => (await status(id)) === wanted);
  /** What Stripe has sent to the organization's account, in cents. */
  const sent = async (org: string) => {
    const [row] = await database.pool.query<{ account_id: string }>(
      'select account_id from connected_accounts where org_id = $1',
      [org],
    );
    const { data } = await stripe.transfers.list({ destination: row?.account_id ?? '', limit: 100 });
    return data.reduce((sum, { amount, amount_reversed }) => sum + amount - amount_reversed, 0);
  };
  const cash = async () => {
    const [row] = await database.pool.query<{ sum: bigint }>(
      "select -coalesce(sum(posted), 0)::bigint as sum from ledger_accounts where account = 'platform:cash'",
    );
    return row?.sum ?? 0n;
  };
  /** An organization that has onboarded at Stripe and has earned 1,400 credits. */
  const creator = async (org: string) => {
    await owner(org).connect.start(`org:${org}`, urls);
    const [row] = await database.pool.query<{ account_id: string }>(
      'select account_id from connected_accounts where org_id = $1',
      [org],
    );
    await control(`accounts/${row?.account_id}`, { onboarding: 'completed' });
    expect(await owner(org).connect.get(`org:${org}`)).toMatchObject({ connected: true, payoutsEnabled: true });
    await putAgent(server.kopai, `agent-${org}`, { infra: credit, addOn: 2_000n * credit, orgId: org });
    await grant(server.kopai, `user:fan-${org}`, 3_000n * credit);
    await server.kopai.charges.create({ agentId: `agent-${org}`, userId: `fan-${org}`, messageId: `earn-${org}` });
    ahead += day;
    await server.app.services.charges.settleDue();
    expect(await earnings(org)).toMatchObject({ available: 1_400n * credit, payoutsEnabled: true });
    return row?.account_id ?? '';
  };
  const withdraw = (org: string, amount: bigint, options = {}) =>
    owner(org).payouts.create({ wallet: `org:${org}`, amount }, options);

  /** A payout whose job was lost with its process: whoever resumes it is the sweep. */
  const requested = (org: string) => {
    const { ledger, clock, earningsTerms } = server.app.services;
    const withoutJobs: Ledger = {
      ...ledger,
      transaction: (work) =>
        ledger.transaction((tx) =>
          work({
            ...tx,
            query: (text, values) =>
              String(typeof text === 'string' ? text : text.text).includes('add_job')
                ? Promise.resolve([])
                : tx.query(text, values),
          }),
        ),
    };
    const order = { orgId: org, amount: 300n * credit, requestedBy: 'test', cause: `requested:${org}` };
    return requestPayout({ ledger: withoutJobs, clock, minimumPayout: earningsTerms.minimumPayout }, order);
  };

  beforeAll(async () => {
    database = await freshDatabase();
    sim = await startStripeSim();
    const options = {
      clock: () => Date.now() + ahead,
      stripe: { apiKey: sim.apiKey, simulatorUrl: sim.url },
      webhookSecrets: [secret],
    };
    server = await runServer(database, options);
    twin = await runServer(database, options);
    stripe = new Stripe(sim.apiKey, { host: '127.0.0.1', port: sim.port, protocol: 'http', telemetry: false });
    // The platform's own money: top-ups that have become available.
    for (let i = 0; i < 40; i++) {
      const topup = await server.kopai.topups.create({
        wallet: 'user:buyer',
        packId: 'pro',
        successUrl: urls.returnUrl,
        cancelUrl: urls.returnUrl,
      });
      const [row] = await database.pool.query<{ session_id: string }>('select session_id from topups where id = $1', [
        topup.id,
      ]);
      await control(`checkout/${row?.session_id}`, { outcome: 'paid' });
      await server.kopai.topups.get(topup.id);
    }
  });
  afterAll(() => sim.close());

  test('wait for the platform’s balance, and go as soon as it is there', async () => {
    await creator('early');
    const payout = await withdraw('early', 500n * credit);
    expect(payout).toMatchObject({ object: 'payout', status: 'requested', amountCents: 5_000 });
    expect(await earnings('early')).toMatchObject({ available: 900n * credit });
    await ended(payout.id, 'queued');
    expect(await sent('early')).toBe(0);
    await control('clock', { advanceSeconds: 3 * 24 * 3600 });
    ahead += 61_000;
    await sweepPayouts(server.app.services.payouts, (error) => {
      throw error;
    });
    await ended(payout.id, 'paid');
    expect(await sent('early')).toBe(5_000);
  });

  test('take what is available, once, and the cash with it', async () => {
    await creator('plain');
    const before = await cash();
    const made = await Promise.all(
      Array.from({ length: 6 }, () => withdraw('plain', 400n * credit, { idempotencyKey: 'withdraw-once' })),
    );
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    const [payout] = made;
    await ended(payout?.id ?? '', 'paid');
    await Promise.all([server, twin, server].map((one) => advancePayout(one.app.services.payouts, payout?.id ?? '')));
    expect(await sent('plain')).toBe(4_000);
    expect(before - (await cash())).toBe(400n * credit);
    expect(await earnings('plain')).toMatchObject({ available: 1_000n * credit });
    const { data } = await server.kopai.wallets.transactions('org:plain', { kind: 'payout' });
    expect(data.map(({ amount, earnings }) => [amount, earnings])).toEqual([[0n, -400n * credit]]);
    expect((await Array.fromAsync(server.kopai.payouts.list({ wallet: 'org:plain' }))).map(({ id }) => id)).toEqual([
      payout?.id,
    ]);
  });

  test('of more than there is are refused, also when they come at once', async () => {
    await creator('greedy');
    const settled = await Promise.allSettled(Array.from({ length: 8 }, () => withdraw('greedy', 500n * credit)));
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    for (const one of settled) {
      if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(InsufficientEarningsError);
    }
    await until(async () => (await sent('greedy')) === 10_000);
  });

  test('below the minimum, of parts of a cent, by members, or without an account are refused', async () => {
    await creator('rules');
    await expect(withdraw('rules', 99n * credit)).rejects.toBeInstanceOf(PayoutBelowMinimumError);
    await expect(withdraw('rules', 100_050_000n)).rejects.toMatchObject({ code: 'invalid_request' });
    const member = server.page({ userId: 'm', orgs: [{ id: 'rules', role: 'member' }], scopes: ['payout'] });
    await expect(member.payouts.create({ wallet: 'org:rules', amount: 100n * credit })).rejects.toMatchObject({
      code: 'role_required',
    });
    const reader = server.page({ userId: 'm', orgs: [{ id: 'rules', role: 'owner' }] });
    await expect(reader.payouts.create({ wallet: 'org:rules', amount: 100n * credit })).rejects.toMatchObject({
      code: 'scope_missing',
    });
    await expect(withdraw('stranger', 100n * credit)).rejects.toMatchObject({ code: 'payouts_not_enabled' });
    expect(await earnings('rules')).toMatchObject({ available: 1_400n * credit });
  });

  test.each(['error500BeforeCommit', 'error500AfterCommit'])(
    'with Stripe failing (%s) are sent once all the same',
    async (fault) => {
      const org = fault.toLowerCase();
      await creator(org);
      await control('chaos', { [fault]: 4, requests: ['POST /v1/transfers'] });
      const payout = await withdraw(org, 300n * credit);
      await until(async () => ['unknown', 'paid'].includes(await status(payout.id)));
      await control('chaos', {});
      ahead += 61_000;
      await sweepPayouts(twin.app.services.payouts, (error) => {
        throw error;
      });
      await ended(payout.id, 'paid');
      expect(await sent(org)).toBe(3_000);
      expect(await earnings(org)).toMatchObject({ available: 1_100n * credit });
    },
  );

  test('whose answer was lost are looked up when the key is forgotten, never sent blindly', async () => {
    for (const [org, made] of [
      ['lost-made', true],
      ['lost-never', false],
    ] as const) {
      await creator(org);
      await control('chaos', {
        [made ? 'error500AfterCommit' : 'error500BeforeCommit']: true,
        requests: ['POST /v1/transfers'],
      });
      const payout = await withdraw(org, 200n * credit);
      await ended(payout.id, 'unknown');
      await control('chaos', {});
      ahead += 2 * day;
      await until(async () => (await advancePayout(server.app.services.payouts, payout.id)).status !== 'unknown');
      expect(await status(payout.id)).toBe(made ? 'paid' : 'failed');
      expect(await sent(org)).toBe(made ? 2_000 : 0);
      expect(await earnings(org)).toMatchObject({ available: made ? 1_200n * credit : 1_400n * credit });
    }
  });

  test('are not looked up beside a request that is under way, whatever the clocks say', async () => {
    await creator('jump');
    const { id } = await requested('jump');
    const real = server.app.services.payouts;
    const asked = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<void>();
    const provider: PayoutProvider = {
      ...real.provider,
      async send(order) {
        asked.resolve();
        await answer.promise;
        return real.provider.send(order);
      },
    };
    const sending = advancePayout({ ...real, provider }, id);
    await asked.promise;
    ahead += 2 * day;
    expect(await advancePayout(twin.app.services.payouts, id)).toMatchObject({ status: 'in_transit' });
    answer.resolve();
    expect(await sending).toMatchObject({ status: 'paid' });
    expect(await sent('jump')).toBe(3_000);
  });

  test('whose answer was lost are looked up before they are sent again, for Stripe may have forgotten the key by then', async () => {
    await creator('look-first');
    const { id } = await requested('look-first');
    const real = server.app.services.payouts;
    const send = (answer: (order: TransferOrder) => Promise<TransferAnswer>) =>
      advancePayout({ ...real, provider: { ...real.provider, send: answer } }, id);
    await expect(
      send((order) => real.provider.send(order).then(() => Promise.reject(new Error('killed')))),
    ).rejects.toThrow('killed');
    expect(await send(() => Promise.reject(new Error('it was sent already')))).toMatchObject({ status: 'paid' });
    expect(await sent('look-first')).toBe(3_000);
  });

  describe('killed at every step, go on where they stopped', () => {
    const died = () => Promise.reject(new Error('killed'));
    test.each<[string, (real: AdvanceDependencies) => AdvanceDependencies | undefined]>([
      ['right after it was requested', () => undefined],
      ['before it is sent', (real) => ({ ...real, provider: { ...real.provider, send: died } })],
      [
        'after it was sent, before the answer was heard',
        (real) => ({ ...real, provider: { ...real.provider, send: (order) => real.provider.send(order).then(died) } }),
      ],
      [
        'while the answer was being written down',
        (real) => ({
          ...real,
          ledger: { ...real.ledger, transaction: (work) => real.ledger.transaction((tx) => work(tx).then(died)) },
        }),
      ],
      [
        'right after the answer was written down',
        (real) => ({
          ...real,
          ledger: { ...real.ledger, transaction: (work) => real.ledger.transaction(work).then(died) },
        }),
      ],
    ])('%s', async (moment, dying) => {
      const org = `killed-${moment.replaceAll(/\W+/g, '-')}`;
      await creator(org);
      const { id } = await requested(org);
      const deps = dying(server.app.services.payouts);
      for (let life = 0; deps && life < 2; life++) {
        const settled = await advancePayout(deps, id).then(
          ({ status }) => status,
          (error: Error) => error.message,
        );
        expect(['killed', 'paid']).toContain(settled);
      }
      ahead += 61_000;
      await Promise.all(
        [server, twin].map((one) => sweepPayouts(one.app.services.payouts, (error) => Promise.reject(error))),
      );
      await ended(id, 'paid');
      expect(await sent(org)).toBe(3_000);
      expect(await earnings(org)).toMatchObject({ available: 1_100n * credit });
    });
  });

  test('that Stripe refuses for good are available again', async () => {
    await creator('refused');
    await database.pool.query("update connected_accounts set account_id = 'acct_nobody' where org_id = 'refused'");
    const payout = await withdraw('refused', 200n * credit);
    await ended(payout.id, 'failed');
    expect((await server.kopai.payouts.get(payout.id)).failure).toMatch(/acct_nobody/);
    expect(await earnings('refused')).toMatchObject({ available: 1_400n * credit });
  });

  test('that come back are available again, part by part, once', async () => {
    sim.addWebhook({ url: `${server.url}/webhooks/stripe`, secret });
    await creator('reversed');
    const payout = await withdraw('reversed', 400n * credit);
    await ended(payout.id, 'paid');
    const { data } = await stripe.transfers.list({ transfer_group: payout.id });
    const [transfer] = data;
    await stripe.transfers.createReversal(transfer?.id ?? '', { amount: 1_000 });
    await until(async () => (await earnings('reversed')).available === 1_100n * credit);
    await stripe.transfers.createReversal(transfer?.id ?? '', { amount: 3_000 });
    await ended(payout.id, 'reversed');
    expect(await earnings('reversed')).toMatchObject({ available: 1_400n * credit });
    expect(await server.kopai.payouts.get(payout.id)).toMatchObject({ reversed: 400n * credit });
    const { data: lines } = await server.kopai.wallets.transactions('org:reversed', { kind: 'payout' });
    expect(lines.map((line) => line.earnings)).toEqual([300n * credit, 100n * credit, -400n * credit]);
  });

  test('stop when the creator leaves', async () => {
    const account = await creator('leaver');
    await control(`accounts/${account}`, { deauthorize: true });
    await until(async () => !(await server.kopai.connect.get('org:leaver')).connected);
    await expect(withdraw('leaver', 100n * credit)).rejects.toMatchObject({ code: 'payouts_not_enabled' });
  });

  test('and the ledger proves itself, to the cent that Stripe holds', async () => {
    expect(await brokenInvariants(database.pool)).toEqual([]);
    const { data } = await stripe.transfers.list({ limit: 100 });
    const transferred = data.reduce((sum, { amount, amount_reversed }) => sum + amount - amount_reversed, 0);
    const [paid] = await database.pool.query<{ cents: bigint }>(
      "select coalesce(sum(amount - reversed), 0)::bigint / 100000 as cents from payouts where status in ('paid', 'reversed')",
    );
    expect(Number(paid?.cents)).toBe(transferred);
  });
});
