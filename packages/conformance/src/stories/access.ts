import { expect } from 'vitest';
import type { Story } from '../stories.ts';

const minute = 60_000;

/** Sessions: who mints them, what each may do, and how they end. */
export const access: Story = {
  title: 'sessions',
  async play(stage) {
    const { backend } = stage;
    stage.tell('A session is minted by a backend; asked again with its key, the first one is answered again.');
    const options = { idempotencyKey: 'access-session' };
    const grant = { userId: 'access-ann', orgs: [{ id: 'access-org', role: 'member' as const }] };
    const session = await backend.sessions.create(grant, options);
    expect(await backend.sessions.create(grant, options)).toEqual(session);
    await stage.refused(backend.sessions.create({ userId: 'access-eve' }, options), 'idempotency_key_reused');

    stage.tell('Unless told, it may read and no more.');
    const reader = stage.holding(session.token);
    await reader.wallets.get('me');
    await reader.wallets.get('org:access-org');
    const urls = { successUrl: 'http://localhost:3000/', cancelUrl: 'http://localhost:3000/' };
    await stage.refused(reader.topups.create({ wallet: 'me', packId: 'starter', ...urls }), 'scope_missing');
    await stage.refused(reader.wallets.get('user:access-bob'), 'wallet_forbidden');
    await stage.refused(reader.wallets.get('org:access-other'), 'wallet_forbidden');
    await stage.refused(reader.keys.list(), 'credential_forbidden');
    const message = { agentId: 'any', userId: 'access-ann', messageId: 'access-1' };
    await stage.refused(reader.charges.create(message), 'credential_forbidden');

    stage.tell('It ends itself, and no other.');
    const other = await backend.sessions.create({ userId: 'access-bob' });
    await stage.refused(reader.sessions.revoke(other.id), 'session_not_found');
    await reader.sessions.revoke(session.id);
    await stage.refused(reader.wallets.get('me'), 'session_revoked');

    stage.tell('A backend ends any; one that is not there cannot be ended.');
    await backend.sessions.revoke(other.id);
    await stage.refused(stage.holding(other.token).wallets.get('me'), 'session_revoked');
    const never = 'ses_00000000000000000000000000';
    await stage.refused(backend.sessions.revoke(never), 'session_not_found');

    stage.tell('After ten minutes it ends by itself.');
    const short = await backend.sessions.create({ userId: 'access-ann', scopes: ['wallet:read', 'topup'] });
    await stage.later(10 * minute - 3_000);
    await stage.holding(short.token).wallets.get('me');
    await stage.later(5_000);
    await stage.refused(stage.holding(short.token).wallets.get('me'), 'session_expired');
  },
};
