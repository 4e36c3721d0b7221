import { BudgetExceededError } from '@kopai/sdk';
import { beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from './database.ts';
import { brokenInvariants, grant, putAgent, type RunningServer, runServer } from './running-server.ts';

const credit = 1_000_000n;
const day = 24 * 60 * 60_000;

describe('an organization', () => {
  let database: TestDatabase;
  let server: RunningServer;
  let twin: RunningServer;
  /** A Wednesday. */
  let nowMs = Date.UTC(2026, 5, 3, 12);
  const page = (role: 'owner' | 'admin' | 'member', userId = 'boss') =>
    server.page({ userId, orgs: [{ id: 'acme', role }], scopes: ['wallet:read', 'topup'] });
  let serial = 0;
  const say = (userId: string, more: object = {}) =>
    server.kopai.charges.create({ agentId: 'talk', userId, orgId: 'acme', messageId: `org-${++serial}`, ...more });

  beforeAll(async () => {
    database = await freshDatabase();
    server = await runServer(database, { clock: () => nowMs });
    twin = await runServer(database, { clock: () => nowMs });
    await putAgent(server.kopai, 'talk', { infra: credit });
    await grant(server.kopai, 'org:acme', 1_000n * credit);
  });

  test('sets budgets as owner or admin; a member sees their own and sets none', async () => {
    const { budgets } = page('owner');
    expect(await budgets.put('org:acme', 'bob', { limit: 3n * credit, period: 'week' })).toEqual({
      object: 'budget',
      wallet: 'org:acme',
      userId: 'bob',
      limit: 3n * credit,
      period: 'week',
      spent: 0n,
      resetsAt: '2026-06-08T00:00:00.000Z',
    });
    await page('admin').budgets.put('org:acme', 'carol', { limit: 0n, period: 'day' });
    expect((await budgets.list('org:acme')).data.map(({ userId }) => userId)).toEqual(['bob', 'carol']);
    expect((await page('member', 'bob').budgets.list('org:acme')).data.map(({ userId }) => userId)).toEqual(['bob']);
    await expect(
      page('member', 'bob').budgets.put('org:acme', 'bob', { limit: null, period: 'day' }),
    ).rejects.toMatchObject({ code: 'role_required' });
    await expect(budgets.put('me', 'bob', { limit: null, period: 'day' })).rejects.toMatchObject({
      code: 'organization_required',
    });
    await expect(budgets.put('org:other', 'bob', { limit: null, period: 'day' })).rejects.toMatchObject({
      code: 'wallet_forbidden',
    });
  });

  test('holds a member to the budget, to the credit, until the next period', async () => {
    for (let i = 0; i < 3; i++) await say('bob');
    const refused = await say('bob').catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(BudgetExceededError);
    expect(refused).toMatchObject({
      limit: 3n * credit,
      spent: 3n * credit,
      required: credit,
      resetsAt: '2026-06-08T00:00:00.000Z',
    });
    await say('unlimited');
    await expect(say('carol')).rejects.toMatchObject({ code: 'budget_exceeded', limit: 0n });
    nowMs = Date.UTC(2026, 5, 8);
    expect(await say('bob')).toMatchObject({ status: 'captured' });
    expect((await page('member', 'bob').budgets.list('org:acme')).data[0]).toMatchObject({
      spent: credit,
      resetsAt: '2026-06-15T00:00:00.000Z',
    });
  });

  test('counts holds, and gives back what was released or refunded in the same period', async () => {
    await page('owner').budgets.put('org:acme', 'dave', { limit: 2n * credit, period: 'day' });
    const hold = await say('dave', { capture: false });
    const charge = await say('dave');
    await expect(say('dave')).rejects.toMatchObject({ code: 'budget_exceeded' });
    await server.kopai.charges.release(hold.id);
    await server.kopai.charges.refund(charge.id);
    await say('dave');
    const late = await say('dave');
    nowMs += day;
    await server.kopai.charges.refund(late.id);
    expect(await brokenInvariants(database.pool), 'nothing was spent yet today').toEqual([]);
    await say('dave');
    const spent = (await page('owner').budgets.list('org:acme')).data.find(({ userId }) => userId === 'dave')?.spent;
    expect(spent, "yesterday's refund is no credit for today").toBe(credit);
  });

  test('counts what was spent before the budget was set, and forgets a lifted one', async () => {
    for (let i = 0; i < 4; i++) await say('erin');
    const { budgets } = page('owner');
    expect(await budgets.put('org:acme', 'erin', { limit: 5n * credit, period: 'month' })).toMatchObject({
      spent: 4n * credit,
    });
    await say('erin');
    await expect(say('erin')).rejects.toMatchObject({ code: 'budget_exceeded' });
    expect(await budgets.put('org:acme', 'erin', { limit: null, period: 'month' })).toMatchObject({ limit: null });
    await say('erin');
  });

  test('is exact under concurrency: 60 at once against a budget of 25 are 25, on two servers', async () => {
    await page('owner').budgets.put('org:acme', 'frank', { limit: 25n * credit, period: 'day' });
    const settled = await Promise.allSettled(
      Array.from({ length: 60 }, (_, i) =>
        (i % 2 ? server : twin).kopai.charges.create({
          agentId: 'talk',
          userId: 'frank',
          orgId: 'acme',
          messageId: `frank-${i}`,
        }),
      ),
    );
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(25);
  });

  test('does not limit what a member does with the wallet of their own', async () => {
    await grant(server.kopai, 'user:carol', credit);
    expect(
      await server.kopai.charges.create({ agentId: 'talk', userId: 'carol', messageId: 'carol-own' }),
    ).toMatchObject({ wallet: 'user:carol' });
  });

  test('sees what it earns: pending, available, what the marketplace takes, what it waived', async () => {
    await putAgent(server.kopai, 'made', { infra: credit, addOn: 10n * credit, orgId: 'maker', freeMessages: 1 });
    await grant(server.kopai, 'user:fan', 100n * credit);
    const send = (i: number) => server.kopai.charges.create({ agentId: 'made', userId: 'fan', messageId: `fan-${i}` });
    await send(1);
    await send(2);
    const firstMs = nowMs;
    nowMs += 60_000;
    await server.kopai.charges.refund((await send(3)).id);
    await send(4);
    const read = () =>
      server.page({ userId: 'maker', orgs: [{ id: 'maker', role: 'member' }] }).wallets.earnings('org:maker');
    expect(await read()).toEqual({
      object: 'earnings',
      wallet: 'org:maker',
      available: 0n,
      pending: 14n * credit,
      nextSettlementAt: new Date(firstMs + day).toISOString(),
      marketplaceRevenue: 6n * credit,
      waived: 10n * credit,
      waivedMessages: 1,
      minimumPayout: 100n * credit,
      payoutsEnabled: false,
    });
    nowMs = firstMs + day;
    await server.app.services.charges.settleDue();
    expect(await read()).toMatchObject({
      available: 7n * credit,
      pending: 7n * credit,
      nextSettlementAt: new Date(firstMs + day + 60_000).toISOString(),
    });
    await expect(server.page({ userId: 'maker' }).wallets.earnings('me')).rejects.toMatchObject({
      code: 'organization_required',
    });
  });

  test('and the ledger proves itself', async () => {
    expect(await brokenInvariants(database.pool)).toEqual([]);
  });
});
