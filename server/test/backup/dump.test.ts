import type { Kopai, Topup } from '@kopai/sdk';
import { type StripeSim, startStripeSim } from '@kopai/stripe-sim';
import { findPostgresClient } from '@kopai/workshop/postgres-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPool, migrate, type Pool } from '../../src/db/index.ts';
import { reconcile } from '../../src/reconcile/index.ts';
import { stripeBalance } from '../../src/stripe/index.ts';
import { sweep } from '../../src/topups/index.ts';
import type { TestDatabase } from '../database.ts';
import { brokenInvariants, grant, putAgent, type RunningServer, runServer } from '../running-server.ts';
import { openWebhookReceiver, type WebhookReceiver } from '../scale-out/webhook-receiver.ts';
import { type StripeSide, stripeSide } from '../stripe-side.ts';
import { until } from '../until.ts';
import { type Major, type PostgresOf, startPostgresOf } from './postgres-of.ts';
import { askOnce, topUp } from './repeatable.ts';
import { chargeMessage, startTraffic, type Traffic } from './traffic.ts';
import { openWorkplace, type Workplace } from './workplace.ts';

const credit = 1_000_000n;
const users = ['alice', 'bob'] as const;
/** A top-up that is a minute old, and still open, is looked up at Stripe. */
const sweptAfterMs = 61_000;
const stripeSecret = 'whsec_dump';

const client = await findPostgresClient();

/** To the newest version, and to the same one where the programs are neither older than it nor newer. */
const walks: readonly { readonly from: Major; readonly to: Major }[] = [
  { from: 15, to: 18 },
  ...(client.major === 15 ? [{ from: 15, to: 15 } as const] : []),
  ...(client.major >= 18 ? [{ from: 18, to: 18 } as const] : []),
];

const postgres = new Map<Major, PostgresOf>();
beforeAll(async () => {
  const majors = new Set(walks.flatMap(({ from, to }) => [from, to]));
  for (const major of majors) postgres.set(major, await startPostgresOf(major));
});
afterAll(async () => {
  await Promise.all(Array.from(postgres.values(), (each) => each.stop()));
});

/** An empty database of a version, with an owner of its own. */
async function databaseOf(major: Major, name: string): Promise<string> {
  const server = postgres.get(major);
  if (server === undefined) throw new Error(`PostgreSQL ${major} does not run`);
  return server.database(name);
}

describe.each(walks)('a dump of PostgreSQL $from, restored into $to', { timeout: 60_000 }, ({ from, to }) => {
  let place: Workplace;
  let sim: StripeSim;
  let atStripe: StripeSide;
  let backend: WebhookReceiver;
  let source: RunningServer;
  let restored: RunningServer;
  let restoring: string;
  /** Answers of the first server, by what was asked. */
  let told: Awaited<ReturnType<typeof askOnce>>;
  let session: Awaited<ReturnType<Kopai['sessions']['create']>>;
  let endpoint: Awaited<ReturnType<Kopai['webhookEndpoints']['put']>>;
  let quotes: Awaited<ReturnType<Kopai['quotes']['list']>>;
  let traffic: readonly Traffic[];
  /** How many answers each user had before the dump began. */
  let before: readonly number[];
  /** Top-ups that were paid after the dump, which had seen the one and not the other. */
  let pending: Topup;
  let unseen: Topup;
  let aheadMs = 0;
  const pools: Pool[] = [];

  function serve(url: string): Promise<RunningServer> {
    const database: TestDatabase = { url, pool: createPool({ url, size: 4, applicationName: 'test' }) };
    pools.push(database.pool);
    return runServer(database, {
      clock: () => Date.now() + aheadMs,
      stripe: { apiKey: sim.apiKey, simulatorUrl: sim.url },
      webhookSecrets: [stripeSecret],
    });
  }
  /** Carol pays $15 for 150 credits and takes $1 of it back; Dave is about to pay. */
  async function liveAWhile(): Promise<void> {
    told = await askOnce(source.kopai);
    const checkoutUrl = told.topup.checkoutUrl ?? '';
    await atStripe.press(checkoutUrl, 'paid');
    await source.kopai.topups.get(told.topup.id);
    const payment = (await atStripe.paymentOf(checkoutUrl)) ?? '';
    await atStripe.stripe.refunds.create({ payment_intent: payment, amount: 100 });
    await until(async () => (await source.kopai.wallets.get('user:carol')).balance === 141n * credit);
    session = await source.kopai.sessions.create({ userId: 'carol', orgs: [] });
    quotes = await source.kopai.quotes.list({ agent: ['kept'] });
    pending = await topUp(source.kopai, 'dave', 'starter');
  }

  async function dumpAmidstCharges(sourceUrl: string): Promise<void> {
    for (const user of users) await grant(source.kopai, `user:${user}`, 100n * credit);
    traffic = users.map((user) => startTraffic(source.kopai, user));
    await until(async () => traffic.every(({ answers }) => answers.length >= 5));
    before = traffic.map(({ answers }) => answers.length);
    await place.follow('dump', { DATABASE_URL: sourceUrl });
    await Promise.all(traffic.map((each) => each.stop()));
  }

  async function payAfterwards(): Promise<void> {
    unseen = await topUp(source.kopai, 'erin', 'starter');
    for (const { checkoutUrl, wallet } of [pending, unseen]) {
      await atStripe.press(checkoutUrl ?? '', 'paid');
      await until(async () => (await source.kopai.wallets.get(wallet)).balance === 50n * credit);
    }
  }

  beforeAll(async () => {
    place = await openWorkplace('docs/snippets/backup.sh', client.folder);
    sim = await startStripeSim();
    atStripe = stripeSide(sim);
    backend = await openWebhookReceiver();
    // What the host is to be told waits for its next try when the dump is made.
    backend.answer(503);
    const sourceUrl = await databaseOf(from, `dumped_for_${to}`);
    const restoredUrl = await databaseOf(to, `restored_from_${from}`);
    await migrate(sourceUrl);
    source = await serve(sourceUrl);
    sim.addWebhook({ url: `${source.url}/webhooks/stripe`, secret: stripeSecret });
    endpoint = await source.kopai.webhookEndpoints.put('app', { url: backend.url });
    await putAgent(source.kopai, 'kept', { infra: 1_000n, addOn: 2_000n });
    await liveAWhile();
    await dumpAmidstCharges(sourceUrl);
    await payAfterwards();
    await source.close();

    restoring = await place.follow('restore', { RESTORED_URL: restoredUrl });
    backend.answer(204);
    restored = await serve(restoredUrl);
  }, 120_000);
  afterAll(async () => {
    // One after the other: a server that goes waits for what Stripe and the host are being told.
    await restored.close();
    await Promise.all(pools.map((pool) => pool.end()));
    backend.close();
    await Promise.all([sim.close(), place.close()]);
  });

  test('ends with the proof of the ledger’s invariants', () => {
    expect(restoring).toMatch(/^(\d+) of \1 invariants hold$/m);
  });

  test('is the database of one moment: what was answered before it is there, and nothing after it', async () => {
    for (const [i, { answers }] of traffic.entries()) {
      const user = users[i];
      const rows = await restored.pool.query<{ id: string }>('select id from charges where user_id = $1', [user]);
      const kept = answers.slice(0, rows.length);
      expect(rows.map(({ id }) => id).sort()).toEqual(kept.map(({ id }) => id).sort());
      expect(kept.length).toBeGreaterThanOrEqual(before[i] ?? Number.NaN);
      expect(kept.length).toBeLessThan(answers.length);
      const { balance } = await restored.kopai.wallets.get(`user:${user}`);
      expect(balance).toBe(kept.at(-1)?.balanceAfter);
    }
    expect(await restored.kopai.wallets.get('user:carol')).toMatchObject({ balance: 141n * credit, held: 3_000n });
  });

  test('answers again what was asked before it, secrets included', async () => {
    expect(await askOnce(restored.client({ apiKey: source.secretKey }))).toEqual(told);
  });

  test('charges what came after it when it is asked again, until every wallet is where it was', async () => {
    const kopai = restored.client({ apiKey: source.secretKey });
    for (const [i, { answers }] of traffic.entries()) {
      const user = users[i] ?? '';
      const rows = await restored.pool.query('select from charges where user_id = $1', [user]);
      for (const [number, first] of answers.entries()) {
        const again = await chargeMessage(kopai, user, number);
        if (number < rows.length) expect(again).toEqual(first);
        else expect(again).toMatchObject({ status: 'captured', balanceAfter: first.balanceAfter });
      }
    }
  });

  test('honours keys, sessions, quotes and holds that were given before it', async () => {
    const page = restored.client({ session: async () => session });
    expect(await page.wallets.get('user:carol')).toMatchObject({ balance: 141n * credit });
    const kopai = restored.client({ apiKey: told.apiKey.key });
    const quote = quotes.data[0]?.token ?? '';
    const quoted = { agentId: 'kept', userId: 'carol', messageId: 'quoted', quote };
    expect(await kopai.charges.create(quoted)).toMatchObject({ status: 'captured', amount: 3_000n });
    expect(await kopai.charges.capture(told.hold.id)).toMatchObject({ status: 'captured' });
  });

  test('has its jobs: the host is told of what it could not be told before, and of what is new', async () => {
    const { id } = await chargeMessage(restored.kopai, 'carol', 1);
    for (const chargeId of [told.refund.id, id]) {
      const telling = () =>
        Array.from(backend.delivered.values()).find(
          ({ type, body }) => type === 'charge.captured' && body.includes(chargeId),
        );
      await until(async () => telling() !== undefined);
      const { body = '', headers = {} } = telling() ?? {};
      const event = await restored.kopai.webhooks.unwrap(body, headers, endpoint.secret);
      expect(event.data).toMatchObject({ id: chargeId, amount: 3_000n });
    }
  });

  test('learns of Stripe what was paid since: what it knows it credits, and reconcile names the rest', async () => {
    aheadMs = sweptAfterMs;
    await sweep(restored.app.services, (error) => expect.fail(String(error)));
    expect((await restored.kopai.wallets.get('user:dave')).balance).toBe(50n * credit);
    const provider = stripeBalance(atStripe.stripe);
    const { differences } = await reconcile({ db: restored.pool, provider, pause: async () => undefined });
    expect(differences).toMatchObject([{ ours: unseen.id, is: 'missing here', there: 50n * credit }]);
  });

  test('still holds every invariant after it has worked', async () => {
    expect(await brokenInvariants(restored.pool)).toEqual([]);
  });
});
