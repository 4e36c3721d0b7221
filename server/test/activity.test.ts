import { beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from './database.ts';
import { grant, putAgent, type RunningServer, runServer } from './running-server.ts';

const credit = 1_000_000n;
const hourMs = 60 * 60_000;

describe('what a wallet did day by day', () => {
  let server: RunningServer;
  let nowMs = Date.UTC(2026, 5, 1, 12);
  let sent = 0;

  const send = (capture = true) =>
    server.kopai.charges.create({ agentId: 'days', userId: 'dora', messageId: `day-${++sent}`, capture });

  beforeAll(async () => {
    server = await runServer(await freshDatabase(), { clock: () => nowMs });
    await putAgent(server.kopai, 'days', {
      infra: 1n * credit,
      addOn: 2n * credit,
      orgId: 'publisher',
      freeMessages: 1,
    });
    await grant(server.kopai, 'user:dora', 100n * credit);
    // 1 June: a free message and one that is paid.
    await send();
    await send();
    // 3 June, 23:30 in UTC: one is paid and given back, one held and captured, one held and released.
    nowMs = Date.UTC(2026, 5, 3, 23, 30);
    const { kopai } = server;
    await kopai.charges.refund((await send()).id);
    await kopai.charges.capture((await send(false)).id);
    await kopai.charges.release((await send(false)).id);
    // 4 June: one that stays held.
    nowMs += hourMs;
    await send(false);
  });

  test('counts what was charged and held, less what was given back; quiet days are there', async () => {
    expect(await server.kopai.wallets.activity('user:dora', { days: 5 })).toEqual({
      object: 'activity',
      wallet: 'user:dora',
      timezone: 'UTC',
      days: [
        { date: '2026-05-31', spent: 0n, messages: 0, freeMessages: 0, earned: 0n },
        { date: '2026-06-01', spent: 3n * credit, messages: 2, freeMessages: 1, earned: 0n },
        { date: '2026-06-02', spent: 0n, messages: 0, freeMessages: 0, earned: 0n },
        { date: '2026-06-03', spent: 3n * credit, messages: 3, freeMessages: 0, earned: 0n },
        { date: '2026-06-04', spent: 3n * credit, messages: 1, freeMessages: 0, earned: 0n },
      ],
    });
  });

  test('in the days of whoever looks', async () => {
    const { days } = await server.kopai.wallets.activity('user:dora', { days: 2, timezone: 'Asia/Tokyo' });
    expect(days).toMatchObject([
      { date: '2026-06-03', spent: 0n },
      { date: '2026-06-04', spent: 6n * credit, messages: 4 },
    ]);
    await expect(server.kopai.wallets.activity('user:dora', { timezone: 'Nowhere' })).rejects.toMatchObject({
      code: 'invalid_request',
    });
  });

  test("a publisher's shares are on the day they were earned, and settling or withdrawing does not move them", async () => {
    const before = await server.kopai.wallets.activity('org:publisher', { days: 4 });
    expect(before.days.map(({ date, earned, spent }) => [date, earned, spent])).toEqual([
      ['2026-06-01', 1_400_000n, 0n],
      ['2026-06-02', 0n, 0n],
      ['2026-06-03', 1_400_000n, 0n],
      ['2026-06-04', 0n, 0n],
    ]);
    nowMs += 25 * hourMs;
    expect(await server.app.services.charges.settleDue()).toBe(2);
    const after = await server.kopai.wallets.activity('org:publisher', { days: 5 });
    expect(after.days.slice(0, 4)).toEqual(before.days);
  });

  test('a wallet that was never used has quiet days, 30 unless others are asked for', async () => {
    const { days } = await server.kopai.wallets.activity('user:nobody');
    expect(days).toHaveLength(30);
    expect(days.every(({ spent, messages }) => spent === 0n && messages === 0)).toBe(true);
  });

  test("is the wallet's own business", async () => {
    const page = server.page({ userId: 'eve' });
    await expect(page.wallets.activity('user:dora')).rejects.toMatchObject({ code: 'wallet_forbidden' });
  });
});
