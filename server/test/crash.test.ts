import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kopai } from '@kopai/sdk';
import { type StripeSim, startStripeSim } from '@kopai/stripe-sim';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPool, type Pool, runningPostgres } from '../src/db/index.ts';
import { type Load, startLoad } from './crash-load.ts';
import { dice } from './dice.ts';
import { kopaiProcess, serveProcess } from './process.ts';
import { grant, putAgent } from './running-server.ts';
import { type StripeSide, stripeSide } from './stripe-side.ts';
import { until } from './until.ts';

const credit = 1_000_000n;
const back = { successUrl: 'http://localhost:3000/', cancelUrl: 'http://localhost:3000/' };

/** How often the server is killed. Each round is a second or two of load, and a restart. */
const rounds = 8;

describe('a server that is killed at random moments under load', { timeout: 240_000 }, () => {
  const seed = Math.floor(Math.random() * 2 ** 32);
  const chance = dice(seed);
  const users = ['ann', 'ben', 'cas', 'dee'] as const;
  let dataDir: string;
  let sim: StripeSim;
  let side: StripeSide;
  let env: Record<string, string>;
  let kopai: Kopai;
  let serving: Awaited<ReturnType<typeof serveProcess>>;

  const tool = (name: string) => kopaiProcess([name], env).ended;
  const withDatabase = async <T>(work: (pool: Pool) => Promise<T>): Promise<T> => {
    const url = await runningPostgres(dataDir);
    if (url === undefined) throw new Error('the embedded PostgreSQL does not run');
    const pool = createPool({ url, size: 2, applicationName: 'crash test' });
    try {
      return await work(pool);
    } finally {
      await pool.end();
    }
  };
  /** An organization that can withdraw, and money at Stripe to pay it from. */
  const prepare = async () => {
    await putAgent(kopai, 'crash', { infra: credit / 10n, addOn: credit, orgId: 'maker', freeMessages: 5 });
    for (const user of users) await grant(kopai, `user:${user}`, 2_000n * credit);
    const { url } = await kopai.connect.start('org:maker', {
      returnUrl: back.successUrl,
      refreshUrl: back.cancelUrl,
    });
    expect(url).toContain(sim.url);
    const [account] = (await side.stripe.accounts.list()).data;
    await side.control(`accounts/${account?.id}`, { onboarding: 'completed' });
    await until(async () => (await kopai.connect.get('org:maker')).payoutsEnabled);
    for (let i = 0; i < 4; i++) {
      const { checkoutUrl } = await kopai.topups.create({ wallet: 'user:float', packId: 'pro', ...back });
      await side.press(checkoutUrl ?? '', 'paid');
    }
  };

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'kopai-crash-'));
    await chmod(dataDir, 0o755);
    // Money is available at once, and webhooks come back soon after an outage: it is not Stripe's patience that is tried here.
    sim = await startStripeSim({
      pricing: { availableAfterSeconds: 0 },
      retries: { attempts: 500, firstDelayMs: 100, longestDelayMs: 500 },
    });
    side = stripeSide(sim);
    env = {
      KOPAI_DATA_DIR: dataDir,
      KOPAI_SECRET_KEY: 'kopai_sk_only_for_the_crash_test_0123456789',
      KOPAI_SETTLE_AFTER: '1',
      KOPAI_MINIMUM_PAYOUT: '1',
      STRIPE_SIM_PORT: String(sim.port),
      LOG_LEVEL: 'fatal',
    };
    serving = await serveProcess(env);
    // The same port from now on: to its clients a server that restarts is the same server.
    env.PORT = new URL(serving.url).port;
    kopai = new Kopai({ apiKey: serving.apiKey, baseUrl: serving.url, maxRetries: 0, timeout: 15_000 });
    await prepare();
  });
  afterAll(async () => {
    serving.process.kill('SIGTERM');
    await serving.process.ended;
    await sim.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  let load: Load;

  test(`loses nothing it has acknowledged, and does nothing twice (seed ${seed})`, async () => {
    load = startLoad({ kopai, side, dice: chance, org: 'maker', users });
    for (let round = 0; round < rounds; round++) {
      await sleep(300 + chance.roll(2_500));
      serving.process.kill('SIGKILL');
      await serving.process.ended;
      serving = await serveProcess(env);
    }
    await sleep(500);
    await load.stop();
    const { charges, topups, payouts, retries } = load.acknowledged;
    expect(charges.size).toBeGreaterThan(100);
    expect(topups.size).toBeGreaterThan(10);
    expect(payouts.size).toBeGreaterThan(5);
    expect(retries, 'the kills were felt').toBeGreaterThan(rounds);
    await withDatabase(async (pool) => {
      const rows = await pool.query<{ id: string; message_id: string; status: string }>(
        'select id, message_id, status from charges',
      );
      expect(new Set(rows.map((row) => row.message_id)).size).toBe(rows.length);
      const byMessage = new Map(rows.map((row) => [row.message_id, row]));
      for (const [message, id] of charges) expect(byMessage.get(message)?.id).toBe(id);
      const byId = new Map(rows.map((row) => [row.id, row.status]));
      for (const [id, ended] of load.acknowledged.ended) expect(byId.get(id)).toBe(ended);
    });
  });

  test('ends what was in flight by itself: top-ups, refunds, payouts, events', async () => {
    for (const id of load.acknowledged.topups) await until(async () => (await kopai.topups.get(id)).status === 'paid');
    for (const id of load.acknowledged.payouts) {
      await until(async () => (await kopai.payouts.get(id)).status === 'paid', 90_000);
    }
    await withDatabase((pool) =>
      until(async () => {
        const { data } = await side.stripe.events.list({ limit: 1 });
        const [open] = await pool.query<{ count: bigint; last: boolean }>(
          `select count(*) filter (where handled_at is null) as count, coalesce(bool_or(event_id = $1), false) as last from stripe_events`,
          [data[0]?.id ?? ''],
        );
        return open?.count === 0n && open.last;
      }, 60_000),
    );
  });

  test('and the ledger, the database and Stripe agree to the cent', async () => {
    for (const name of ['verify', 'reconcile']) {
      const { code, stdout, stderr } = await tool(name);
      expect(code, `${name} beside the running server (seed ${seed}):\n${stdout}${stderr}`).toBe(0);
    }
    const transfers = await Array.fromAsync(side.stripe.transfers.list({ limit: 100 }));
    expect(new Set(transfers.map(({ transfer_group: group }) => group)).size).toBe(transfers.length);
    await withDatabase(async (pool) => {
      const paid = await pool.query<{ id: string; amount_cents: bigint }>(
        "select id, amount_cents from payouts where status = 'paid'",
      );
      const cents = (sum: number, amount: number) => sum + amount;
      expect(transfers.map(({ amount }) => amount).reduce(cents, 0)).toBe(
        paid.map(({ amount_cents: amount }) => Number(amount)).reduce(cents, 0),
      );
      const known = new Set(paid.map(({ id }) => id));
      for (const id of load.acknowledged.payouts) expect(known.has(id)).toBe(true);
    });
    serving.process.kill('SIGTERM');
    expect(await serving.process.ended).toMatchObject({ code: 0 });
    for (const name of ['verify', 'reconcile']) {
      const { code, stdout, stderr } = await tool(name);
      expect(code, `${name} after it has stopped (seed ${seed}):\n${stdout}${stderr}`).toBe(0);
    }
  });
});
