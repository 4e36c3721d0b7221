import { Kopai } from '@kopai/sdk';
import { expect, test } from 'vitest';
import { createWorld } from '../src/index.ts';
import { mockFetch } from '../src/mock-fetch.ts';

const credit = 1_000_000n;
const day = 24 * 60 * 60_000;

function organization() {
  const world = createWorld({ empty: true });
  const fetch = mockFetch(world);
  const baseUrl = 'http://kopai.test';
  const kopai = new Kopai({ baseUrl, fetch, apiKey: world.apiKey });
  const page = (role: 'owner' | 'member', userId: string) =>
    new Kopai({ baseUrl, fetch, session: world.signIn({ userId, orgs: [{ id: 'acme', role }] }) });
  return { world, kopai, page };
}

test('a member spends within the budget that an owner sets', async () => {
  const { world, kopai, page } = organization();
  await kopai.models.put('m', { name: 'M', infra: credit });
  await kopai.agents.put('a', { name: 'A', modelId: 'm', orgId: 'maker', visibility: 'public' });
  world.adjust('org:acme', 10n * credit, 'test');
  await page('owner', 'alice').budgets.put('org:acme', 'bob', { limit: 2n * credit, period: 'day' });
  const say = (i: number) => kopai.charges.create({ agentId: 'a', userId: 'bob', orgId: 'acme', messageId: `m${i}` });
  await say(1);
  await say(2);
  await expect(say(3)).rejects.toMatchObject({ code: 'budget_exceeded', limit: 2n * credit, spent: 2n * credit });
  expect((await page('member', 'bob').budgets.list('org:acme')).data).toMatchObject([
    { userId: 'bob', spent: 2n * credit },
  ]);
  expect((await page('member', 'carol').budgets.list('org:acme')).data).toEqual([]);
  await expect(
    page('member', 'bob').budgets.put('org:acme', 'bob', { limit: null, period: 'day' }),
  ).rejects.toMatchObject({
    code: 'role_required',
  });
  world.advance(day);
  expect(await say(3)).toMatchObject({ status: 'captured' });
});

test('a creator sees what is pending, and a day later what is available', async () => {
  const { world, kopai } = organization();
  await kopai.models.put('m', { name: 'M', infra: credit });
  const agent = { name: 'A', modelId: 'm', orgId: 'acme', visibility: 'public' as const };
  await kopai.agents.put('a', { ...agent, addOn: 10n * credit, freeMessages: 1 });
  world.adjust('user:fan', 100n * credit, 'test');
  for (let i = 0; i < 3; i++) await kopai.charges.create({ agentId: 'a', userId: 'fan', messageId: `m${i}` });
  expect(await kopai.wallets.earnings('org:acme')).toMatchObject({
    pending: 14n * credit,
    available: 0n,
    marketplaceRevenue: 6n * credit,
    waived: 10n * credit,
    waivedMessages: 1,
  });
  world.advance(day);
  expect(await kopai.wallets.earnings('org:acme')).toMatchObject({
    pending: 0n,
    available: 14n * credit,
    nextSettlementAt: null,
  });
  await expect(kopai.wallets.earnings('user:fan')).rejects.toMatchObject({ code: 'organization_required' });
});
