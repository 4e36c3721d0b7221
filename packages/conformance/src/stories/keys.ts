import { expect } from 'vitest';
import type { Story } from '../stories.ts';

/** Secret keys and their scopes. */
export const keys: Story = {
  title: 'keys',
  async play(stage) {
    const { backend } = stage;
    stage.tell('A key is shown once, and listed without its secret, newest first.');
    const made = await backend.keys.create({ name: 'Reader', scopes: ['wallets:read', 'wallets:read'] });
    await backend.keys.create({ name: 'Second', scopes: ['charges:read'] });
    const [first, second] = (await backend.keys.list({ limit: 2 })).data;
    expect([first?.name, second?.name]).toEqual(['Second', 'Reader']);
    expect(made.key.endsWith(made.hint)).toBe(true);

    stage.tell('It may do what its scopes say.');
    const reader = stage.withKey(made.key);
    await reader.wallets.get('user:keys-ann');
    await stage.refused(reader.keys.list(), 'scope_missing');
    await stage.refused(
      reader.adjustments.create({ wallet: 'user:keys-ann', amount: 1n, reason: 'No' }),
      'scope_missing',
    );
    await stage.refused(reader.agents.setPricing('any', { addOn: 0n }), 'credential_forbidden');
    await stage.refused(backend.wallets.get('me'), 'invalid_request');

    stage.tell('A revoked key does nothing any more; revoking it again changes nothing.');
    await backend.keys.revoke(made.id);
    await backend.keys.revoke(made.id);
    await stage.refused(reader.wallets.get('user:keys-ann'), 'key_revoked');
    await stage.refused(backend.keys.revoke('key_00000000000000000000000000'), 'key_not_found');

    stage.tell('The last admin key stays.');
    const admin = await backend.keys.create({ name: 'Second admin', scopes: ['admin'] });
    const [own] = (await stage.atOnce.backend.keys.list({ limit: 100 })).data.filter(
      ({ scopes, id, revokedAt }) => scopes.includes('admin') && id !== admin.id && revokedAt === null,
    );
    await backend.keys.revoke(admin.id);
    await stage.refused(backend.keys.revoke(own?.id ?? ''), 'last_admin_key');
  },
};
