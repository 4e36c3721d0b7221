import { Kopai } from '@kopai/sdk';
import { expect, test } from 'vitest';
import * as mocks from '../src/index.ts';
import { rejection } from './rejection.ts';

const pageOf = (world: mocks.World) =>
  new Kopai({ fetch: mocks.mockFetch(world), session: world.session, maxRetries: 0 });
const urls = { successUrl: 'https://shop.test/', cancelUrl: 'https://shop.test/' };

test('wallets in every state', async () => {
  const shown = async (world: mocks.World) => pageOf(world).wallets.get('me');
  expect(await shown(mocks.emptyWallet())).toMatchObject({ available: 0n, lowBalance: true, debt: 0n });
  expect(await shown(mocks.lowBalance())).toMatchObject({ available: 900_000n, lowBalance: true });
  expect(await shown(mocks.fullWallet())).toMatchObject({ lowBalance: false, held: 4_000_000n });
  expect(await shown(mocks.inDebt())).toMatchObject({ available: 0n, debt: 12_500_000n, balance: -12_500_000n });
});

test('a user without credits who still has free messages', async () => {
  const { data } = await pageOf(mocks.freeMessages()).quotes.list({ agent: ['language-tutor'] });
  expect(data).toMatchObject([{ freeMessages: { included: 3, remaining: 2 }, affordableMessages: 0 }]);
});

test('somebody who is signed out sees prices and no wallet', async () => {
  const page = pageOf(mocks.signedOut());
  expect((await page.quotes.list({ agent: ['brand-voice'] })).data).toMatchObject([
    { freeMessages: { remaining: null } },
  ]);
  expect(await rejection(page.wallets.get('me'))).toMatchObject({ name: 'AuthenticationError' });
});

test('cards that pay and cards that do not', async () => {
  const bought = async (world: mocks.World) => {
    const page = pageOf(world);
    const { id } = await page.topups.create({ wallet: 'me', packId: 'starter', ...urls });
    return (await page.topups.get(id)).status;
  };
  expect(await bought(mocks.promptPayer())).toBe('paid');
  expect(await bought(mocks.declinedCard())).toBe('failed');
  expect(await bought(mocks.createWorld())).toBe('pending');
});

test('a server that is slow, failing or gone', async () => {
  const startMs = performance.now();
  await pageOf(mocks.slow(120)).wallets.get('me');
  expect(performance.now() - startMs).toBeGreaterThanOrEqual(115);
  const late = pageOf(mocks.slow(5_000)).wallets.get('me', { timeout: 20 });
  expect(await rejection(late)).toMatchObject({ name: 'TimeoutError' });
  expect(await rejection(pageOf(mocks.failing()).wallets.get('me'))).toMatchObject({ code: 'unavailable' });
  expect(await rejection(pageOf(mocks.failing('rate_limited')).wallets.get('me'))).toMatchObject({
    retryAfterSeconds: 1,
  });
  expect(await rejection(pageOf(mocks.offline()).wallets.get('me'))).toMatchObject({ name: 'ConnectionError' });
});

test('the weather changes while a page is open', async () => {
  const world = mocks.offline();
  const page = pageOf(world);
  expect(await rejection(page.wallets.get('me'))).toMatchObject({ name: 'ConnectionError' });
  world.weather.offline = false;
  expect(await page.wallets.get('me')).toMatchObject({ available: 6_000_000n });
});

test('an empty world has nothing in it but a key', async () => {
  const world = mocks.createWorld({ empty: true });
  const backend = new Kopai({ fetch: mocks.mockFetch(world), apiKey: world.apiKey });
  expect((await backend.models.list()).data).toEqual([]);
  expect((await backend.agents.list()).data).toEqual([]);
  expect(world.session).toBeUndefined();
});

test('a world fails and waits where it is told to, for as long as it is told to', async () => {
  const world = mocks.createWorld();
  const page = pageOf(world);
  world.fail('wallets.get', 'unavailable', 2);
  expect(await rejection(page.wallets.get('me'))).toMatchObject({ code: 'unavailable' });
  expect(await rejection(page.wallets.get('me'))).toMatchObject({ code: 'unavailable' });
  expect(await page.wallets.get('me')).toMatchObject({ available: 6_000_000n });
  world.fail('*', 'rate_limited');
  expect(await rejection(page.packs.list())).toMatchObject({ code: 'rate_limited' });
  world.calm();
  world.delay(100, 'packs.list');
  const startMs = performance.now();
  await page.wallets.get('me');
  await page.packs.list();
  expect(performance.now() - startMs).toBeGreaterThanOrEqual(95);
  world.calm();
  expect((await page.packs.list()).data).toHaveLength(3);
});

test('what organizations, plans and cards may come to', async () => {
  const creator = pageOf(mocks.creator());
  expect(await creator.wallets.earnings('org:acme')).toMatchObject({ available: 126_000_000n, pending: 2_100_000n });
  const queued = pageOf(mocks.queuedPayout());
  expect((await queued.payouts.list({ wallet: 'org:acme' })).data).toMatchObject([{ status: 'queued' }]);
  const paused = pageOf(mocks.pausedPayouts());
  expect(await paused.connect.get('org:acme')).toMatchObject({ payoutsEnabled: true, paused: true });
  const withdrawn = paused.payouts.create({ wallet: 'org:acme', amount: 100_000_000n });
  expect(await rejection(withdrawn)).toMatchObject({ code: 'payouts_paused' });
  const member = pageOf(mocks.budgetedMember());
  expect((await member.budgets.list('org:acme')).data).toMatchObject([{ spent: 4_000_000n, limit: 5_000_000n }]);
  expect(await pageOf(mocks.proPlan()).plans.entitlements('me')).toMatchObject({ status: 'active' });
  expect(await pageOf(mocks.pastDuePlan()).plans.entitlements('me')).toMatchObject({
    status: 'past_due',
    planId: 'pro',
  });
  expect(await pageOf(mocks.autoTopup()).autoTopup.get('me')).toMatchObject({ state: 'needs_action' });
  expect(await pageOf(mocks.autoTopup('paused')).autoTopup.get('me')).toMatchObject({ state: 'paused' });
});

test('a page that loads for ever, one that fails, and one that fails in part', async () => {
  const late = pageOf(mocks.loading()).wallets.get('me', { timeout: 30 });
  expect(await rejection(late)).toMatchObject({ name: 'TimeoutError' });
  expect(await rejection(pageOf(mocks.serverError()).wallets.get('me'))).toMatchObject({ code: 'internal_error' });
  const partial = pageOf(mocks.partial());
  expect(await partial.wallets.get('me')).toMatchObject({ available: 6_000_000n });
  expect(await rejection(partial.wallets.transactions('me'))).toMatchObject({ code: 'internal_error' });
});
