import { beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from './database.ts';
import { putAgent, type RunningServer, runServer } from './running-server.ts';

const credit = 1_000_000n;

describe('the audit log', () => {
  let database: TestDatabase;
  let server: RunningServer;
  const actsOn = async (subject: string) => (await server.kopai.auditLog.list({ subject })).data;

  beforeAll(async () => {
    database = await freshDatabase();
    server = await runServer(database);
  });

  test('says who changed a price, when, from what to what', async () => {
    await putAgent(server.kopai, 'told', { infra: credit, addOn: credit });
    await server.kopai.models.put('model-of-told', { name: 'Model of told', infra: 3n * credit });
    const [change, creation] = await actsOn('model:model-of-told');
    expect(creation).toMatchObject({ action: 'model.put', from: null, to: { infra: credit } });
    expect(change).toMatchObject({ object: 'audit_entry', from: { infra: credit }, to: { infra: 3n * credit } });
    expect(change?.actor).toMatch(/^key:key_/);
    const page = server.page({ userId: 'maker', orgs: [{ id: 'studio', role: 'owner' }], scopes: ['pricing'] });
    await page.agents.setPricing('told', { addOn: 2n * credit });
    expect((await actsOn('agent:told'))[0]).toMatchObject({
      actor: 'user:maker',
      from: { addOn: credit },
      to: { addOn: 2n * credit },
    });
  });

  test('has every act of an administrator, newest first, in pages', async () => {
    const key = await server.kopai.keys.create({ name: 'ci', scopes: ['charges:read'] });
    await server.kopai.keys.revoke(key.id);
    await server.kopai.adjustments.create({ wallet: 'org:acme', amount: credit, reason: 'A gift' });
    const owner = server.page({ userId: 'boss', orgs: [{ id: 'acme', role: 'owner' }], scopes: ['topup'] });
    await owner.budgets.put('org:acme', 'bob', { limit: credit, period: 'day' });
    await owner.budgets.put('org:acme', 'bob', { limit: null, period: 'day' });
    await owner.autoTopup.put('org:acme', { enabled: false, threshold: credit, packId: 'pro', monthlyCap: credit });
    await server.kopai.webhookEndpoints.put('app', { url: 'http://127.0.0.1:9/hooks' });
    await server.kopai.webhookEndpoints.delete('app');
    const acts = await Array.fromAsync(server.kopai.auditLog.list({ limit: 3 }));
    expect(acts.slice(0, 8).map(({ action, actor }) => [action, actor.split(':')[0]])).toEqual([
      ['webhook_endpoint.delete', 'key'],
      ['webhook_endpoint.put', 'key'],
      ['auto_topup.put', 'user'],
      ['budget.put', 'user'],
      ['budget.put', 'user'],
      ['adjustment.create', 'key'],
      ['key.revoke', 'key'],
      ['key.create', 'key'],
    ]);
    expect((await actsOn('org:acme/bob'))[0]).toMatchObject({ from: { limit: credit }, to: { limit: null } });
    const text = JSON.stringify(acts, (_name, value) => (typeof value === 'bigint' ? String(value) : value));
    expect(text).not.toContain(key.key);
    expect(text).not.toContain('whsec_');
  });

  test('has nothing of what was refused, and of what was asked twice one act', async () => {
    const count = async () => (await Array.fromAsync(server.kopai.auditLog.list({ limit: 100 }))).length;
    const before = await count();
    await expect(
      server.kopai.adjustments.create({ wallet: 'user:poor', amount: -credit, reason: 'x' }),
    ).rejects.toMatchObject({ code: 'insufficient_credits' });
    await expect(
      server.kopai.agents.put('bad', {
        name: 'B',
        modelId: 'model-of-told',
        orgId: 'o',
        visibility: 'private',
        addOn: 1n,
      }),
    ).rejects.toMatchObject({ code: 'private_agent_add_on' });
    expect(await count()).toBe(before);
    for (let i = 0; i < 3; i++) {
      await server.kopai.adjustments.create(
        { wallet: 'user:rich', amount: credit, reason: 'once' },
        { idempotencyKey: 'audit-once' },
      );
    }
    expect(await count()).toBe(before + 1);
  });

  test('is never rewritten, and read by administrators alone', async () => {
    await expect(database.pool.query("update audit_log set actor = 'nobody'")).rejects.toThrow(/append-only/);
    await expect(database.pool.query('delete from audit_log')).rejects.toThrow(/append-only/);
    const reader = await server.kopai.keys.create({ name: 'reader', scopes: ['wallets:read'] });
    await expect(server.client({ apiKey: reader.key }).auditLog.list()).rejects.toMatchObject({
      code: 'scope_missing',
    });
  });
});
