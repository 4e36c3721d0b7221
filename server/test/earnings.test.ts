import { beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from './database.ts';
import { brokenInvariants, grant, putAgent, type RunningServer, runServer } from './running-server.ts';

const credit = 1_000_000n;
const day = 24 * 60 * 60_000;

describe('earnings', () => {
  let database: TestDatabase;
  let server: RunningServer;
  let twin: RunningServer;
  let nowMs = Date.UTC(2026, 5, 1);
  const account = async (name: string) => {
    const [row] = await database.pool.query<{ posted: bigint }>(
      'select coalesce(sum(posted), 0)::bigint as posted from ledger_accounts where account = $1',
      [name],
    );
    return row?.posted ?? 0n;
  };
  const standing = async (org: string) => ({
    pending: await account(`earnings:${org}:pending`),
    available: await account(`earnings:${org}:available`),
  });

  beforeAll(async () => {
    database = await freshDatabase();
    server = await runServer(database, { clock: () => nowMs });
    twin = await runServer(database, { clock: () => nowMs });
  });

  test('are pending for a day, then available, each share once, whoever settles', async () => {
    await putAgent(server.kopai, 'earner', { infra: credit, addOn: 10n * credit, orgId: 'earner-org' });
    for (let i = 0; i < 12; i++) {
      await grant(server.kopai, `user:payer-${i}`, 20n * credit);
      await server.kopai.charges.create({ agentId: 'earner', userId: `payer-${i}`, messageId: `earn-${i}` });
      if (i === 5) nowMs += 60_000;
    }
    expect(await standing('earner-org')).toEqual({ pending: 84n * credit, available: 0n });
    nowMs += day - 60_000;
    const settled = await Promise.all([server, twin, server, twin].map((one) => one.app.services.charges.settleDue()));
    expect(settled.reduce((sum, count) => sum + count, 0)).toBe(6);
    expect(await standing('earner-org')).toEqual({ pending: 42n * credit, available: 42n * credit });
    nowMs += 60_000;
    expect(await server.app.services.charges.settleDue()).toBe(6);
    expect(await standing('earner-org')).toEqual({ pending: 0n, available: 84n * credit });
    expect(await server.app.services.charges.settleDue()).toBe(0);
    const { data } = await server.kopai.wallets.transactions('org:earner-org', { kind: 'earnings_settled' });
    expect(data.map(({ amount, balanceAfter, earnings }) => [amount, balanceAfter, earnings])).toEqual([
      [0n, 0n, 42n * credit],
      [0n, 0n, 42n * credit],
    ]);
  });

  test('of a refunded message come back from where they are: pending, available, or the platform', async () => {
    await putAgent(server.kopai, 'back', { infra: credit, addOn: 10n * credit, orgId: 'back-org' });
    await grant(server.kopai, 'user:back', 100n * credit);
    const make = (i: number) =>
      server.kopai.charges.create({ agentId: 'back', userId: 'back', messageId: `back-${i}` });
    const first = await make(1);
    const second = await make(2);
    await server.kopai.charges.refund(first.id);
    expect(await standing('back-org')).toEqual({ pending: 7n * credit, available: 0n });
    nowMs += day;
    await server.app.services.charges.settleDue();
    await make(3);
    expect(await standing('back-org')).toEqual({ pending: 7n * credit, available: 7n * credit });
    await server.kopai.charges.refund(second.id);
    expect(await standing('back-org'), 'a settled share comes from what is available').toEqual({
      pending: 7n * credit,
      available: 0n,
    });
    const fourth = await make(4);
    nowMs += day;
    await server.app.services.charges.settleDue();
    // The creator withdrew it all.
    await server.app.services.ledger.post([
      {
        id: 'txn_withdrawn',
        kind: 'payout',
        source: { kind: 'test', id: 'withdrawn' },
        details: {},
        postings: [
          { account: 'earnings:back-org:available', amount: -14n * credit },
          { account: 'platform:cash', amount: 14n * credit },
        ],
        at: new Date(nowMs),
      },
    ]);
    await server.kopai.charges.refund(fourth.id);
    expect(await standing('back-org')).toEqual({ pending: 0n, available: 0n });
    expect(await account('platform:dispute_loss')).toBe(-7n * credit);
    expect((await server.kopai.wallets.get('user:back')).balance).toBe(89n * credit);
  });

  test('of a hold begin with its capture', async () => {
    await putAgent(server.kopai, 'held', { infra: credit, addOn: 10n * credit, orgId: 'held-org' });
    await grant(server.kopai, 'user:held', 100n * credit);
    const hold = await server.kopai.charges.create({
      agentId: 'held',
      userId: 'held',
      messageId: 'held-1',
      capture: false,
    });
    nowMs += 30 * 60_000;
    await server.kopai.charges.capture(hold.id);
    nowMs += day - 1;
    expect(await server.app.services.charges.settleDue()).toBe(0);
    nowMs += 1;
    expect(await server.app.services.charges.settleDue()).toBe(1);
  });

  test('and the ledger proves itself', async () => {
    expect(await brokenInvariants(database.pool)).toEqual([]);
  });
});
