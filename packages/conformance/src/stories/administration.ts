import { expect } from 'vitest';
import type { Story } from '../stories.ts';

const credit = 1_000_000n;

/** What administrators do, and what is kept of it. */
export const administration: Story = {
  title: 'administration',
  async play(stage) {
    const { backend } = stage;
    stage.tell('Events are delivered where an administrator says.');
    const endpoint = { url: 'http://127.0.0.1:9/kopai', events: ['topup.paid', 'topup.paid'] } as const;
    await backend.webhookEndpoints.put('administration-hook', { ...endpoint, events: [...endpoint.events] });
    const changed = await backend.webhookEndpoints.put('administration-hook', { url: endpoint.url, enabled: false });
    expect(changed.events.length).toBeGreaterThan(1);
    for (const url of ['http://hooks.example.com/', 'https://user:secret@hooks.example.com/']) {
      await stage.refused(backend.webhookEndpoints.put('administration-hook', { url }), 'webhook_url_not_allowed');
    }
    await backend.webhookEndpoints.list({ limit: 5 });
    await backend.webhookEndpoints.rotate('administration-hook', {}, { idempotencyKey: 'administration-secret' });
    await backend.webhookEndpoints.rotate('administration-hook', {}, { idempotencyKey: 'administration-secret' });
    await backend.webhookEndpoints.rotate('administration-hook', { overlapHours: 0 });
    await backend.webhookEndpoints.replay('administration-hook', {}, { idempotencyKey: 'administration-replay' });
    await backend.webhookEndpoints.replay('administration-hook', {}, { idempotencyKey: 'administration-replay' });
    await backend.webhookEndpoints.delete('administration-hook');
    await stage.refused(backend.webhookEndpoints.delete('administration-hook'), 'webhook_endpoint_not_found');
    await stage.refused(backend.webhookEndpoints.replay('administration-hook', {}), 'webhook_endpoint_not_found');
    await stage.refused(backend.webhookEndpoints.rotate('administration-hook'), 'webhook_endpoint_not_found');

    stage.tell('Each act is kept, newest first: who did what to what.');
    await stage.agent('administration-tutor', { infra: credit });
    await stage.grant('user:administration-ann', credit);
    const key = await backend.keys.create({ name: 'Short-lived', scopes: ['wallets:read'] });
    await backend.keys.revoke(key.id);
    const page = stage.page({ userId: 'administration-olga', orgs: [{ id: 'administration-acme', role: 'owner' }] });
    await page.budgets.put('org:administration-acme', 'administration-bob', { limit: credit, period: 'day' });
    await page.autoTopup.put('me', { enabled: false, threshold: credit, packId: 'starter', monthlyCap: 9n * credit });
    const page1 = await backend.auditLog.list({ limit: 5 });
    await page1.nextPage();
    await backend.auditLog.list({ subject: 'user:administration-ann' });
    await backend.auditLog.list({ subject: `key:${key.id}` });
    await backend.auditLog.list({ subject: 'nothing' });
    const weak = await stage.scoped('wallets:read');
    await stage.refused(weak.auditLog.list(), 'scope_missing');
  },
};
