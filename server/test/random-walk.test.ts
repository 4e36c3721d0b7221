import { KopaiError } from '@kopai/sdk';
import { type StripeSim, startStripeSim } from '@kopai/stripe-sim';
import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { enqueue } from '../src/jobs/index.ts';
import { sweepPayouts } from '../src/payouts/index.ts';
import { reconcile, reportLines } from '../src/reconcile/index.ts';
import { stripeBalance, stripeEventTask } from '../src/stripe/index.ts';
import { sweep } from '../src/topups/index.ts';
import { freshDatabase, type TestDatabase } from './database.ts';
import { type Dice, dice } from './dice.ts';
import { brokenInvariants, grant, putAgent, type RunningServer, runServer } from './running-server.ts';
import { stripeSide } from './stripe-side.ts';
import { until } from './until.ts';
import { agents, NothingToPick, steps, users, type Walk, wallets, weights } from './walk-steps.ts';

const credit = 1_000_000n;
const secret = 'whsec_walk';
const back = { returnUrl: 'http://localhost:3000/', refreshUrl: 'http://localhost:3000/' };

/** A walk ends after this many steps or this much time, whichever comes first. */
const stepsMost = 600;
const walkMs = 40_000;

const urn = Object.keys(steps).flatMap((name) => Array.from({ length: weights[name] ?? 1 }, () => name));

describe('any sequence of operations and webhooks', { timeout: 150_000 }, () => {
  const seed = Math.floor(Math.random() * 2 ** 32);
  const chance: Dice = dice(seed);
  const trail: string[] = [];
  let database: TestDatabase;
  let sim: StripeSim;
  let server: RunningServer;
  let walk: Walk;
  let ahead = 0;

  const where = () => `seed ${seed}, after ${trail.length} steps: … ${trail.slice(-15).join(', ')}`;

  beforeAll(async () => {
    database = await freshDatabase();
    sim = await startStripeSim({ retries: { attempts: 20, firstDelayMs: 50, longestDelayMs: 500 } });
    const side = stripeSide(sim);
    server = await runServer(database, {
      clock: () => Date.now() + ahead,
      stripe: { apiKey: sim.apiKey, simulatorUrl: sim.url },
      webhookSecrets: [secret],
    });
    sim.addWebhook({ url: `${server.url}/webhooks/stripe`, secret });
    const advance = async (seconds: number) => {
      ahead += seconds * 1000;
      await side.control('clock', { advanceSeconds: seconds });
    };
    walk = { server, side, dice: chance, charges: [], holds: [], checkouts: [], payouts: [], serial: 0, advance };
    const [paid, free, dear] = agents;
    await putAgent(server.kopai, paid, { infra: credit / 10n, addOn: 1_000_001n, orgId: 'maker' });
    await putAgent(server.kopai, free, { infra: credit, addOn: credit, orgId: 'maker', freeMessages: 3 });
    await putAgent(server.kopai, dear, { infra: 3n * credit, addOn: 33_333_333n, orgId: 'maker' });
    for (const user of users) await grant(server.kopai, `user:${user}`, 300n * credit);
    await grant(server.kopai, 'org:acme', 500n * credit);
    await server.kopai.connect.start('org:maker', back);
    const [account] = (await side.stripe.accounts.list()).data;
    await side.control(`accounts/${account?.id}`, { onboarding: 'completed' });
  });
  afterAll(() => sim.close());

  /** Refusals are answers, of ours as of Stripe's. What must not happen is an error that is neither. */
  const isRefusal = (error: unknown) =>
    error instanceof NothingToPick ||
    error instanceof Stripe.errors.StripeError ||
    (error instanceof KopaiError && (error.status ?? 500) < 500) ||
    (error instanceof KopaiError && error.code === 'payment_provider_error') ||
    (error instanceof Error && /^(async|disputes|refunds|payouts)\//.test(error.message)) ||
    (error instanceof Error && /^(disputes|payouts):/.test(error.message));

  test(`keeps every invariant after each step (seed ${seed})`, async () => {
    const giveUpAt = performance.now() + walkMs;
    let done = 0;
    while (trail.length < stepsMost && performance.now() < giveUpAt) {
      const name = urn[chance.roll(urn.length)] ?? 'charge';
      trail.push(name);
      try {
        await steps[name]?.(walk);
        done += 1;
      } catch (error) {
        if (!isRefusal(error)) throw new Error(`${name} failed; ${where()}`, { cause: error });
        trail[trail.length - 1] = `(${name})`;
      }
      expect(await brokenInvariants(database.pool), where()).toEqual([]);
    }
    expect(trail.length).toBeGreaterThan(100);
    expect(done, 'a walk that is mostly refused proves little').toBeGreaterThan(trail.length / 3);
  });

  /** Everything that Stripe has ever told is told once more, and dealt with; nothing waits for a later minute. */
  const comeToRest = async () => {
    await walk.side.control('chaos', {});
    const { autoTopup } = server.kopai;
    const { charges } = server.app.services;
    // A hold that ends gives credits back, and a dispute that is told again may freeze those too: all of them end first.
    ahead += 2 * 60 * 60_000;
    await charges.releaseExpired();
    for (const wallet of wallets) await autoTopup.put(wallet, { ...(await settingsOf(wallet)), enabled: false });
    for await (const { id } of walk.side.stripe.events.list({ limit: 100 })) {
      await walk.side.control(`events/${id}/resend`, {});
    }
    await until(async () => {
      await database.pool.query(
        'select graphile_worker.reschedule_jobs(array_agg(id), now()) from graphile_worker.jobs',
      );
      ahead += 61_000;
      await sweep(server.app.services, (error) => expect.fail(`${error}; ${where()}`));
      await sweepPayouts(server.app.services.payouts, (error) => expect.fail(`${error}; ${where()}`));
      const [open] = await database.pool.query<{ events: bigint; payouts: bigint; kept: bigint }>(
        `select (select count(*) from stripe_events where handled_at is null) as events,
           (select count(*) from stripe_events) as kept,
           (select count(*) from payouts where status in ('requested', 'in_transit', 'unknown')) as payouts`,
      );
      const told = (await Array.fromAsync(walk.side.stripe.events.list({ limit: 100 }))).length;
      return open?.events === 0n && open.payouts === 0n && Number(open.kept) >= told;
    }, 40_000);
    // What the clock alone has made due would otherwise happen in the middle of the proof.
    await charges.settleDue();
  };
  const settingsOf = async (wallet: string) => {
    const { threshold, packId, monthlyCap } = await server.kopai.autoTopup.get(wallet);
    return { threshold, packId: packId ?? 'starter', monthlyCap };
  };
  /** Every transaction, and every balance. */
  const ledger = async () => [
    ...(await database.pool.query(
      "select distinct kind || ' ' || transaction_id as line from ledger_entries order by 1",
    )),
    ...(await database.pool.query(
      "select account || ' ' || lane || ' ' || posted || ' ' || seq as line from ledger_accounts order by 1",
    )),
  ];

  test('told all of it once more, nothing changes', async () => {
    await comeToRest();
    const before = await ledger();
    const events = await database.pool.query<{ event_id: string }>(
      'update stripe_events set handled_at = null returning event_id',
    );
    expect(events.length).toBeGreaterThan(20);
    for (const { event_id: eventId } of events) {
      await enqueue(database.pool, stripeEventTask, { eventId }, `again:${eventId}`);
    }
    await until(
      async () => (await database.pool.query('select from stripe_events where handled_at is null')).length === 0,
      40_000,
    );
    expect(await ledger(), where()).toEqual(before);
    expect(await brokenInvariants(database.pool), where()).toEqual([]);
  });

  test('and the ledger’s cash is Stripe’s, item by item', async () => {
    const comparison = await reconcile({
      db: database.pool,
      provider: stripeBalance(walk.side.stripe),
      pause: async () => undefined,
    });
    expect(comparison.differences, `${reportLines(comparison).join('\n')}\n${where()}`).toEqual([]);
    const [charged] = comparison.totals;
    expect(charged?.here.count).toBeGreaterThan(2);
  });
});
