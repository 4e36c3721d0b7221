import { Kopai, parseCredits } from '@kopai/sdk';
import { expect, test } from 'vitest';
import { createWorld, fullWallet, mockFetch, type World } from '../src/index.ts';
import { rejection } from './rejection.ts';

const pageOf = (world: World) => new Kopai({ fetch: mockFetch(world), session: world.session });
const backendOf = (world: World) => new Kopai({ fetch: mockFetch(world), apiKey: world.apiKey });

test('a history goes through all pages, newest first, and its balances add up', async () => {
  const world = fullWallet();
  const page = pageOf(world);
  const lines = [];
  for await (const line of page.wallets.transactions('me', { limit: 7 })) lines.push(line);
  expect(lines.length).toBeGreaterThan(40);
  expect(lines.map(({ seq }) => seq)).toEqual(lines.map((_, index) => lines.length - index));
  let balance = 0n;
  for (const line of lines.toReversed()) {
    balance += line.amount;
    expect(line.balanceAfter).toBe(balance);
  }
  expect(await page.wallets.get('me')).toMatchObject({ available: balance, held: 4_000_000n, seq: lines.length });
  expect(new Set(lines.map(({ kind }) => kind))).toEqual(
    new Set(['adjustment', 'capture', 'charge', 'free_message', 'hold', 'refund', 'release', 'topup', 'topup_refund']),
  );
});

test('a history is filtered by kind and by time', async () => {
  let nowMs = Date.parse('2026-03-01T00:00:00.000Z');
  const world = createWorld({ nowMs: () => nowMs });
  nowMs += 86_400_000;
  world.adjust('user:alice', 1n, 'Second day');
  const page = pageOf(world);
  const from = '2026-03-02T00:00:00.000Z';
  expect((await page.wallets.transactions('me', { from })).data).toMatchObject([{ reason: 'Second day', amount: 1n }]);
  expect((await page.wallets.transactions('me', { to: from })).data).toMatchObject([{ reason: 'Welcome credits' }]);
  expect((await page.wallets.transactions('me', { kind: 'topup' })).data).toEqual([]);
  expect(await rejection(page.wallets.transactions('me', { cursor: 'nonsense' }))).toMatchObject({
    name: 'InvalidRequestError',
    errors: [{ path: 'query.cursor' }],
  });
});

test('the CSV holds every line, and nothing that a spreadsheet would run', async () => {
  const world = fullWallet();
  world.adjust('user:alice', parseCredits('1'), '=HYPERLINK("https://evil.invalid")');
  const page = pageOf(world);
  const text = await new Response(await page.wallets.transactionsCsv('me')).text();
  const [header, first, ...rest] = text.trimEnd().split('\r\n');
  expect(header).toBe('time,kind,credits,balance_after,earnings,agent,member,infra,add_on,reason,receipt,message,id');
  expect(first).toContain(`,"'=HYPERLINK(""https://evil.invalid"")",`);
  expect(rest).toHaveLength((await page.wallets.get('me')).seq - 1);
  const topups = await new Response(await page.wallets.transactionsCsv('me', { kind: 'topup' })).text();
  expect(topups.trimEnd().split('\r\n')).toHaveLength(3);
});

test('a balance is live: each change comes once, in order, and a reader resumes where it left', async () => {
  const world = createWorld();
  const page = pageOf(world);
  const backend = backendOf(world);
  const seen: [number, bigint][] = [];
  for await (const { seq, available } of page.wallets.stream('me')) {
    seen.push([seq, available]);
    if (seen.length === 4) break;
    await backend.charges.create({ agentId: 'brand-voice', userId: 'alice', messageId: `m${seq}` });
  }
  expect(seen).toEqual([
    [1, 6_000_000n],
    [2, 5_500_000n],
    [3, 5_000_000n],
    [4, 4_500_000n],
  ]);
  world.adjust('user:alice', 500_000n, 'Meanwhile');
  for await (const { seq, available } of page.wallets.stream('me', { lastEventId: '4' })) {
    expect([seq, available]).toEqual([5, 5_000_000n]);
    break;
  }
});

test('a stream ends with its signal', async () => {
  const world = createWorld();
  const controller = new AbortController();
  let events = 0;
  for await (const { seq } of pageOf(world).wallets.stream('me', { signal: controller.signal })) {
    events += seq;
    controller.abort();
  }
  expect(events).toBe(1);
});

test('an adjustment says who and why, and never takes what is not there', async () => {
  const backend = backendOf(createWorld());
  const made = await backend.adjustments.create({ wallet: 'user:bob', amount: -500_000n, reason: 'Too much' });
  expect(made).toMatchObject({ amount: -500_000n, balanceAfter: 2_000_000n, reason: 'Too much' });
  expect(made.madeBy).toMatch(/^key:key_/);
  const { data } = await backend.wallets.transactions('user:bob', { kind: 'adjustment', limit: 1 });
  expect(data).toMatchObject([{ id: made.transactionId, amount: -500_000n, reason: 'Too much' }]);
  const tooMuch = backend.adjustments.create({ wallet: 'user:bob', amount: -2_000_001n, reason: 'Too much' });
  expect(await rejection(tooMuch)).toMatchObject({ name: 'InsufficientCreditsError', balance: 2_000_000n });
});

test('days are counted as the server counts them', async () => {
  let nowMs = Date.UTC(2026, 5, 1, 12);
  const world = createWorld({ nowMs: () => nowMs });
  const kopai = new Kopai({ apiKey: world.apiKey, fetch: mockFetch(world) });
  const { data } = await kopai.agents.list();
  const agentId = data.find(({ freeMessages }) => freeMessages === 0)?.id ?? '';
  world.adjust('user:daily', 100_000_000n, 'Credits for a month');
  const charge = await kopai.charges.create({ agentId, userId: 'daily', messageId: 'daily-1' });
  nowMs += 24 * 60 * 60_000;
  await kopai.charges.refund((await kopai.charges.create({ agentId, userId: 'daily', messageId: 'daily-2' })).id);
  expect((await kopai.wallets.activity('user:daily', { days: 2 })).days).toMatchObject([
    { date: '2026-06-01', spent: charge.amount, messages: 1, freeMessages: 0 },
    { date: '2026-06-02', spent: 0n, messages: 1 },
  ]);
  expect((await kopai.wallets.activity('user:daily')).days).toHaveLength(30);
});
