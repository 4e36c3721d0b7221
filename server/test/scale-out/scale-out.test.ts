import { setTimeout as sleep } from 'node:timers/promises';
import { BudgetExceededError, InsufficientCreditsError, Kopai } from '@kopai/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../database.ts';
import { brokenInvariants, grant, putAgent } from '../running-server.ts';
import { stripeSide } from '../stripe-side.ts';
import { until } from '../until.ts';
import { type Fleet, openFleet } from './open-fleet.ts';
import { openWebhookReceiver, type WebhookReceiver } from './webhook-receiver.ts';

const credit = 1_000_000n;
const hourMs = 60 * 60_000;
const back = { successUrl: 'http://localhost:3000/', cancelUrl: 'http://localhost:3000/' };
const all = <T>(count: number, make: (i: number) => Promise<T>) =>
  Promise.allSettled(Array.from({ length: count }, (_, i) => make(i)));
const answers = <T>(settled: readonly PromiseSettledResult<T>[]) =>
  settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
const refusals = (settled: readonly PromiseSettledResult<unknown>[]) =>
  settled.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));

describe('two server processes on one database, behind a proxy', { timeout: 60_000 }, () => {
  let database: TestDatabase;
  let fleet: Fleet;
  let backend: WebhookReceiver;

  beforeAll(async () => {
    database = await freshDatabase();
    backend = await openWebhookReceiver();
    fleet = await openFleet(database.url, 2);
    await putAgent(fleet.kopai, 'asked', { infra: credit, addOn: credit });
  });
  afterAll(async () => {
    await fleet.close();
    backend.close();
  });

  /** A charge over plain HTTP, through the proxy. */
  const post = async (path: string, body: object, key: string) => {
    const response = await fetch(fleet.url + path, {
      method: 'POST',
      headers: { Authorization: `Bearer ${fleet.apiKey}`, 'Content-Type': 'application/json', 'Idempotency-Key': key },
      body: JSON.stringify(body),
    });
    return {
      status: response.status,
      replayed: response.headers.get('Idempotency-Replayed') === 'true',
      text: await response.text(),
    };
  };

  test('a key that comes to both of them is answered once, and then replayed', async () => {
    await grant(fleet.kopai, 'user:again', 10n * credit);
    const charge = { agentId: 'asked', userId: 'again', messageId: 'again-1' };
    const adjustment = { wallet: 'user:again', amount: '1', reason: 'once' };
    for (const [path, body] of [
      ['/v1/charges', charge],
      ['/v1/adjustments', adjustment],
    ] as const) {
      const first = await Promise.all(
        Array.from({ length: 16 }, () => post(path, body, `key of ${path}`.replaceAll(' ', '-'))),
      );
      expect(new Set(first.map(({ status, text }) => `${status} ${text}`)).size, path).toBe(1);
      expect(
        first.filter(({ replayed }) => !replayed),
        path,
      ).toHaveLength(1);
    }
    expect((await fleet.kopai.wallets.get('user:again')).balance).toBe(9n * credit);
  });

  test('a wallet that affords 60 messages of 300 pays for 60', async () => {
    await grant(fleet.kopai, 'user:hot', 121n * credit);
    const settled = await all(300, (i) =>
      fleet.kopai.charges.create({ agentId: 'asked', userId: 'hot', messageId: `hot-${i}` }),
    );
    expect(answers(settled)).toHaveLength(60);
    expect(refusals(settled).every((error) => error instanceof InsufficientCreditsError)).toBe(true);
    expect(new Set(answers(settled).map(({ balanceAfter }) => balanceAfter)).size).toBe(60);
    const balances = await Promise.all(fleet.each.map((kopai) => kopai.wallets.get('user:hot')));
    expect(balances.map(({ balance }) => balance)).toEqual([credit, credit]);
  });

  test('a member stays within the budget, whichever server is asked', async () => {
    await grant(fleet.kopai, 'org:team', 1_000n * credit);
    // Both have charged this member before there was a budget, and remember that there is none.
    const say = (i: number) =>
      fleet.kopai.charges.create({ agentId: 'asked', userId: 'mel', orgId: 'team', messageId: `team-${i}` });
    await Promise.all([say(0), say(1), say(2), say(3)]);
    await fleet.each[0]?.budgets.put('org:team', 'mel', { limit: 48n * credit, period: 'day' });
    const settled = await all(100, (i) => say(4 + i));
    expect(answers(settled)).toHaveLength(20);
    expect(refusals(settled).every((error) => error instanceof BudgetExceededError)).toBe(true);
  });

  test('a page that watches through one sees what is charged through the other', async () => {
    await grant(fleet.kopai, 'user:live', 100n * credit);
    const session = () => fleet.kopai.sessions.create({ userId: 'live', orgs: [] });
    const streams = [...fleet.servers, fleet].map(({ url }) => {
      const stop = new AbortController();
      const page = new Kopai({ baseUrl: url, session });
      return { stop, events: page.wallets.stream('me', { signal: stop.signal }) };
    });
    // All of them stand before anything moves.
    await Promise.all(streams.map(({ events }) => events.next()));
    for (const [i, kopai] of fleet.each.entries()) {
      const { balanceAfter } = await kopai.charges.create({ agentId: 'asked', userId: 'live', messageId: `live-${i}` });
      const heard = await Promise.all(streams.map(({ events }) => events.next()));
      expect(heard.map(({ value }) => value?.balance)).toEqual([balanceAfter, balanceAfter, balanceAfter]);
    }
    for (const { stop } of streams) stop.abort();
  });

  test('a delivery, a settlement and a sweep happen once, though both work at them', async () => {
    await fleet.kopai.webhookEndpoints.put('app', { url: backend.url });
    await grant(fleet.kopai, 'user:jobs', 1_000n * credit);
    await putAgent(fleet.kopai, 'jobs', { infra: credit, addOn: 10n * credit, orgId: 'maker' });
    const say = (i: number, more: { capture?: boolean } = {}) =>
      fleet.kopai.charges.create({ agentId: 'jobs', userId: 'jobs', messageId: `jobs-${i}`, ...more });
    const side = stripeSide(fleet.sim);
    const [charged, held, topups] = await Promise.all([
      Promise.all(Array.from({ length: 40 }, (_, i) => say(i))),
      Promise.all(Array.from({ length: 20 }, (_, i) => say(100 + i, { capture: false }))),
      Promise.all(
        Array.from({ length: 4 }, () =>
          fleet.kopai.topups.create({ wallet: 'user:payer', packId: 'starter', ...back }),
        ),
      ),
    ]);
    // Stripe tells both servers, the payer comes back to one of them, and all of it fulfils the same top-up.
    await Promise.all(topups.map(({ checkoutUrl }) => side.press(checkoutUrl ?? '', 'paid')));
    await Promise.all(topups.flatMap(({ id }) => fleet.each.map((kopai) => kopai.topups.get(id))));

    await until(async () => (await fleet.kopai.wallets.earnings('org:maker')).pending === 0n);
    expect((await fleet.kopai.wallets.earnings('org:maker')).available).toBe(BigInt(charged.length) * 7n * credit);

    for (const server of fleet.servers) server.moveClock(2 * hourMs);
    await database.pool.query(
      "select graphile_worker.add_job(task) from unnest(array['release-expired-holds', 'sweep-topups', 'settle-earnings']) task, generate_series(1, 8)",
    );
    await until(async () => {
      const states = await Promise.all(held.map(({ id }) => fleet.kopai.charges.get(id)));
      return states.every(({ status }) => status === 'released');
    });
    await until(async () => {
      const states = await Promise.all(topups.map(({ id }) => fleet.kopai.topups.get(id)));
      return states.every(({ status }) => status === 'paid');
    });
    for (const server of fleet.servers) server.moveClock(0);
    expect((await fleet.kopai.wallets.get('user:payer')).balance).toBe(200n * credit);
    expect((await fleet.kopai.wallets.get('user:jobs')).balance).toBe(1_000n * credit - 40n * 11n * credit);

    const expected = { 'charge.captured': 40, 'charge.released': 20, 'topup.paid': 4 };
    const wanted = 40 + 20 + 4;
    await until(async () => [...backend.delivered.values()].filter(({ type }) => type in expected).length >= wanted);
    // What would be delivered a second time comes at once, since both servers' workers were told of each job.
    await sleep(500);
    const told = [...backend.delivered.values()];
    expect(told.filter(({ times }) => times !== 1)).toEqual([]);
    const counts = Object.fromEntries(
      Object.keys(expected).map((type) => [type, told.filter((event) => event.type === type).length]),
    );
    expect(counts).toEqual(expected);
  });

  test('and the ledger holds, with the connections that the guide counts', async () => {
    expect(await brokenInvariants(database.pool)).toEqual([]);
    expect(fleet.servers.flatMap((server) => server.deaths())).toEqual([]);
    const [row] = await database.pool.query<{ most: bigint }>(
      "select count(*) as most from pg_stat_activity where datname = current_database() and application_name <> 'test'",
    );
    expect(row?.most).toBeGreaterThan(0n);
    expect(row?.most).toBeLessThanOrEqual(2n * 23n);
  });
});
