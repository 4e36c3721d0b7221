import { Kopai, parseCredits, responseOf } from '@kopai/sdk';
import { expect, test } from 'vitest';
import { createWorld, mockFetch } from '../src/index.ts';
import { rejection } from './rejection.ts';

function setUp() {
  const world = createWorld();
  const fetch = mockFetch(world);
  const backend = new Kopai({ fetch, apiKey: world.apiKey });
  const page = new Kopai({ fetch, session: world.session });
  return { world, backend, page };
}

const message = (agentId: string, messageId: string = crypto.randomUUID()) => ({ agentId, userId: 'alice', messageId });

test('a message costs what its quote says, also after the price has gone up', async () => {
  const { backend, page } = setUp();
  const { data } = await page.quotes.list({ agent: ['brand-voice'] });
  expect(data).toMatchObject([
    { infra: 200_000n, addOn: 300_000n, total: 500_000n, totalCents: 5, affordableMessages: 12, version: 1 },
  ]);
  await backend.models.put('atlas-2', { name: 'Atlas 2', infra: parseCredits('0.9') });
  const quote = data[0]?.token;
  expect(await backend.charges.create({ ...message('brand-voice'), quote })).toMatchObject({
    amount: 500_000n,
    quoteVersion: 1,
    balanceAfter: 5_500_000n,
  });
  expect(await backend.charges.create(message('brand-voice'))).toMatchObject({ amount: 1_200_000n, quoteVersion: 2 });
  expect(await rejection(backend.charges.create({ ...message('tax-helper'), quote }))).toMatchObject({
    code: 'quote_invalid',
  });
});

test('a quote runs out', async () => {
  const { world, backend, page } = setUp();
  const { data } = await page.quotes.list({ agent: ['brand-voice'] });
  world.advance(16 * 60_000);
  const error = await rejection(backend.charges.create({ ...message('brand-voice'), quote: data[0]?.token }));
  expect(error).toMatchObject({ name: 'QuoteExpiredError', expiredAt: data[0]?.expiresAt });
});

test('free messages are free to the last one, and counted for each user', async () => {
  const { backend, page } = setUp();
  const left: [boolean, number, bigint][] = [];
  for (let i = 0; i < 4; i++) {
    const { free, freeMessagesRemaining, amount } = await backend.charges.create(message('language-tutor'));
    left.push([free, freeMessagesRemaining, amount]);
  }
  expect(left).toEqual([
    [true, 2, 0n],
    [true, 1, 0n],
    [true, 0, 0n],
    [false, 0, 350_000n],
  ]);
  const { data } = await page.quotes.list({ agent: ['language-tutor'] });
  expect(data[0]?.freeMessages).toEqual({ included: 3, remaining: 0 });
  expect(await backend.charges.create({ ...message('language-tutor'), userId: 'bob' })).toMatchObject({
    free: true,
    waived: { infra: 200_000n, addOn: 150_000n },
  });
});

test('nobody pays themselves an add-on, and a private agent keeps to its organization', async () => {
  const { backend, page } = setUp();
  const own = { ...message('pitch-doctor'), orgId: 'acme' };
  expect(await backend.charges.create(own)).toMatchObject({ amount: 2_500_000n, wallet: 'org:acme' });
  const shown = await page.quotes.list({ agent: ['pitch-doctor', 'acme-handbook', 'nobody'], wallet: 'org:acme' });
  expect(shown.data.map(({ total }) => total)).toEqual([2_500_000n, 200_000n]);
  expect(shown.missing).toEqual(['nobody']);
  expect(await rejection(backend.charges.create({ ...message('acme-handbook'), orgId: 'studio' }))).toMatchObject({
    code: 'not_a_member',
  });
});

test('a wallet pays what it has and no more', async () => {
  const { backend, world } = setUp();
  const outcomes = await Promise.allSettled(
    Array.from({ length: 20 }, () => backend.charges.create(message('brand-voice'))),
  );
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(12);
  const error = await rejection(backend.charges.create(message('brand-voice')));
  expect(error).toMatchObject({ name: 'InsufficientCreditsError', balance: 0n, required: 500_000n });
  world.clawBack('user:alice', 1n);
  expect(await rejection(backend.charges.create(message('brand-voice')))).toMatchObject({
    name: 'WalletInDebtError',
    debt: 1n,
  });
});

test('the same message is one charge, however often it is sent', async () => {
  const { backend } = setUp();
  const once = message('brand-voice');
  const made = await Promise.all(Array.from({ length: 20 }, () => backend.charges.create(once)));
  expect(new Set(made.map(({ id }) => id)).size).toBe(1);
  expect(made.filter((charge) => responseOf(charge).replayed)).toHaveLength(19);
  expect(await rejection(backend.charges.create({ ...once, agentId: 'tax-helper' }))).toMatchObject({
    name: 'IdempotencyKeyReusedError',
  });
  expect(await backend.wallets.get('user:alice')).toMatchObject({ available: 5_500_000n });
});

test('a bulk request has an outcome for each, in the order asked', async () => {
  const { backend } = setUp();
  const { data } = await backend.charges.createBatch([
    message('brand-voice', 'm1'),
    message('brand-voice', 'm1'),
    message('nobody'),
    { ...message('brand-voice'), userId: 'carol' },
  ]);
  expect(data).toMatchObject([
    { ok: true, replayed: false },
    { ok: true, replayed: true },
    { ok: false, problem: { code: 'agent_not_found', status: 404 } },
    { ok: false, problem: { code: 'insufficient_credits', required: 500_000n, balance: 0n } },
  ]);
});

test('a hold sets aside, and is captured, released, or runs out', async () => {
  const { world, backend } = setUp();
  const hold = () => backend.charges.create({ ...message('tax-helper'), userId: 'bob', capture: false });
  const free = await hold();
  expect(free).toMatchObject({ status: 'held', free: true, amount: 0n });
  world.adjust('user:bob', parseCredits('20'), 'More');

  const paid = await hold();
  expect(await backend.wallets.get('user:bob')).toMatchObject({ held: 7_000_000n, available: 15_500_000n });
  expect(await backend.charges.capture(paid.id)).toMatchObject({ status: 'captured' });
  expect(await rejection(backend.charges.release(paid.id))).toMatchObject({ chargeStatus: 'captured' });

  await backend.charges.release((await hold()).id);
  await hold();
  world.advance(61 * 60_000);
  expect(await backend.wallets.get('user:bob')).toMatchObject({ held: 0n, available: 15_500_000n });
  expect(await backend.charges.get(free.id)).toMatchObject({ status: 'released' });
  expect(await hold()).toMatchObject({ free: true });
});

test('withHold works against it, also for a message that comes again', async () => {
  const { backend } = setUp();
  const once = message('brand-voice', 'm1');
  expect(await backend.charges.withHold(once, () => 'answer')).toBe('answer');
  expect(await backend.charges.withHold(once, () => 'again')).toBe('again');
  const fail = () => Promise.reject(new Error('The model failed.'));
  expect(await rejection(backend.charges.withHold(message('brand-voice', 'm2'), fail))).toMatchObject({
    message: 'The model failed.',
  });
  expect(await rejection(backend.charges.withHold(message('brand-voice', 'm2'), () => 'late'))).toMatchObject({
    chargeStatus: 'released',
  });
  expect(await backend.wallets.get('user:alice')).toMatchObject({ available: 5_500_000n, held: 0n });
});

test('a refund gives back the charge once, and its free message', async () => {
  const { backend } = setUp();
  const { id } = await backend.charges.create(message('brand-voice'));
  expect(await backend.charges.refund(id)).toMatchObject({ status: 'refunded' });
  expect(await rejection(backend.charges.refund(id))).toMatchObject({ code: 'charge_not_refundable' });
  expect(await backend.wallets.get('user:alice')).toMatchObject({ available: 6_000_000n });
  const lesson = await backend.charges.create(message('language-tutor'));
  await backend.charges.refund(lesson.id);
  expect(await backend.charges.create(message('language-tutor'))).toMatchObject({ freeMessagesRemaining: 2 });
});
