import { createWorld, creator, mockFetch, type World } from '@kopai/mocks';
import { Kopai } from '@kopai/sdk';
import { describe, expect, test } from 'vitest';
import { keyForBackend, recentActs, retire } from '../snippets/administration.ts';
import { balance, dollars, left } from '../snippets/amounts.ts';
import { fillCatalog, raisePrice } from '../snippets/catalog.ts';
import * as charging from '../snippets/charging.ts';
import * as organizations from '../snippets/organizations.ts';
import { sessionOf, signOut } from '../snippets/sessions.ts';
import { catchUp, changeSecret, register } from '../snippets/webhook-endpoint.ts';

const baseUrl = 'https://credits.example.com';
const backend = (world: World) => new Kopai({ baseUrl, apiKey: world.apiKey, fetch: mockFetch(world) });
const pageOf = (world: World, grant: Parameters<World['signIn']>[0]) =>
  new Kopai({ baseUrl, session: world.signIn(grant), fetch: mockFetch(world) });

const message = (messageId: string, agentId = 'brand-voice') => ({
  agentId,
  userId: 'alice',
  messageId,
  text: 'Hello',
});

test('amounts.ts', () => {
  expect({ balance, dollars, left }).toEqual({ balance: 12_500_000n, dollars: '1.25', left: '5.5' });
});

test('catalog.ts: an agent of 7 credits, and a creator who raises it', async () => {
  const world = createWorld();
  const kopai = backend(world);
  await fillCatalog(kopai);
  expect((await charging.quoteOf(kopai, 'tax-helper')).total).toBe(7_000_000n);
  const page = pageOf(world, { userId: 'creator', orgs: [{ id: 'studio', role: 'owner' }], scopes: ['pricing'] });
  const before = await kopai.agents.get('tax-helper');
  expect(await raisePrice(page)).toBe(before.version + 1);
  expect((await charging.quoteOf(kopai, 'tax-helper')).total).toBe(7_500_000n);
});

describe('charging.ts', () => {
  test('a quote binds, and a message is charged once', async () => {
    const kopai = backend(createWorld());
    const { total, token } = await charging.quoteOf(kopai, 'brand-voice');
    const first = await charging.chargeOnce(kopai, message('m1'), token);
    expect(first.amount).toBe(total);
    expect((await charging.chargeOnce(kopai, message('m1'), token)).id).toBe(first.id);
    await expect(charging.quoteOf(kopai, 'nobody')).rejects.toThrow('There is no agent nobody.');
  });

  test('a hold is captured with the answer and released without', async () => {
    const kopai = backend(createWorld());
    const balanceNow = async () => (await kopai.wallets.get('user:alice')).available;
    const before = await balanceNow();
    expect(await charging.answerUnderHold(kopai, message('m1'), async (text) => `${text}!`)).toBe('Hello!');
    expect(await balanceNow()).toBe(before - 500_000n);
    const silent = charging.answerUnderHold(kopai, message('m2'), () => Promise.reject(new Error('silence')));
    await expect(silent).rejects.toThrow('silence');
    expect(await balanceNow()).toBe(before - 500_000n);
    const hold = await charging.startJob(kopai, message('m3'));
    expect((await charging.endJob(kopai, hold, true)).status).toBe('captured');
    expect((await charging.endJob(kopai, await charging.startJob(kopai, message('m4')), false)).status).toBe(
      'released',
    );
  });

  test('organizations pay, batches have outcomes, refunds give back, gifts come once', async () => {
    const world = createWorld();
    const kopai = backend(world);
    expect((await charging.chargeOrganization(kopai, message('m1'))).wallet).toBe('org:acme');
    const outcomes = await charging.chargeMany(kopai, [message('m2'), message('m3', 'nobody')]);
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, false]);
    const batcher = charging.gathering(kopai);
    const gathered = ['m5', 'm6'].map((id) => charging.chargeGathered(batcher, message(id)));
    expect((await Promise.all(gathered)).map(({ status }) => status)).toEqual(['captured', 'captured']);
    const charge = await charging.chargeOnce(
      kopai,
      message('m4'),
      (await charging.quoteOf(kopai, 'brand-voice')).token,
    );
    expect((await charging.refundMessage(kopai, charge.id)).status).toBe('refunded');
    await charging.welcome(kopai, 'carol');
    await charging.welcome(kopai, 'carol');
    expect((await kopai.wallets.get('user:carol')).available).toBe(5_000_000n);
  });

  test('refusals are said in words', async () => {
    const world = createWorld();
    const kopai = backend(world);
    const refusal = (sending: Promise<unknown>) => sending.then(() => 'charged', charging.sayNo);
    const { token } = await charging.quoteOf(kopai, 'brand-voice');
    const poor = { ...message('m1'), userId: 'nobody' };
    expect(await refusal(charging.chargeOnce(kopai, poor, token))).toBe('Top up: 500000 microcredits short.');
    const secret = { ...message('m2'), agentId: 'acme-handbook', orgId: 'studio' };
    const { text: _, ...body } = secret;
    expect(await refusal(kopai.charges.create(body))).toBe('This agent works within its organization.');
    world.clawBack('user:alice', 20_000_000n);
    expect(await refusal(charging.chargeOnce(kopai, message('m3'), token))).toMatch(/^The wallet owes 14000000/);
    await kopai.budgets.put('org:acme', 'alice', { limit: 0n, period: 'day' });
    expect(await refusal(charging.chargeOrganization(kopai, message('m4')))).toMatch(/^Your budget is used up until/);
    world.advance(60 * 60_000);
    expect(await refusal(charging.chargeOnce(kopai, message('m5'), token))).toBe('The price is old. Look at it again.');
    expect(() => charging.sayNo(new Error('another'))).toThrow('another');
  });
});

test('organizations.ts: budgets, Stripe, withdrawals, plans, automatic top-ups', async () => {
  const world = creator();
  const kopai = backend(world);
  expect((await organizations.limitMember(kopai)).limit).toBe(20_000_000n);
  expect((await organizations.connectStripe(kopai)).goTo).toMatch(/^https?:/);
  world.payouts.complete('acme');
  expect((await organizations.withdraw(kopai)).amount).toBe(110_000_000n);
  expect(await organizations.mayUpload(kopai, 'user:alice', 0, 1_000_000)).toBe(true);
  expect(await organizations.mayUpload(kopai, 'user:alice', 1, 1_000_000)).toBe(false);
  const page = pageOf(world, { userId: 'alice', scopes: ['topup'] });
  expect((await organizations.topUpByItself(page)).enabled).toBe(true);
});

test('sessions.ts: what was minted ends', async () => {
  const world = createWorld();
  const kopai = backend(world);
  const session = await sessionOf(kopai);
  expect(session.orgs.map(({ role }) => role)).toEqual(['owner', 'member']);
  const page = new Kopai({ baseUrl, session: async () => session, fetch: mockFetch(world) });
  await page.wallets.get('org:acme');
  await signOut(kopai, session.id);
  await expect(page.wallets.get('me')).rejects.toMatchObject({ code: 'session_revoked' });
});

test('webhook-endpoint.ts: a secret, and what is sent again', async () => {
  const kopai = backend(createWorld());
  const secret = await register(kopai);
  expect(secret).toMatch(/^whsec_/);
  const changed = await changeSecret(kopai);
  expect(changed).toMatch(/^whsec_/);
  expect(changed).not.toBe(secret);
  expect(await catchUp(kopai)).toBe(0);
  expect(await catchUp(kopai, '2026-01-01T00:00:00.000Z')).toBe(0);
});

test('administration.ts: a key with its scopes, retired once it is unused, and in the audit log', async () => {
  const kopai = backend(createWorld());
  expect(await keyForBackend(kopai)).toMatch(/^kopai_sk_/);
  const { data } = await kopai.keys.list();
  const made = data.find(({ name }) => name === 'backend');
  if (!made) throw new Error('The key is not listed.');
  expect(await retire(kopai, { ...made, lastUsedAt: '2030-01-01T00:00:00.000Z' }, '2029-01-01T00:00:00.000Z')).toBe(
    false,
  );
  expect(await retire(kopai, made, '2029-01-01T00:00:00.000Z')).toBe(true);
  expect((await recentActs(kopai)).map(({ action }) => action).slice(0, 2)).toEqual(['key.revoke', 'key.create']);
});
