import { pageLimitDefault } from '@kopai/contracts';
import { callerName, createKey, createSession, listKeys, revokeKey, revokeSession } from '../../access/index.ts';
import type { Handlers } from '../call.ts';
import { pageOf, positionOf } from '../cursor.ts';
import type { Services } from '../services.ts';

type AccessHandlers = Pick<
  Handlers,
  'sessions.create' | 'sessions.revoke' | 'keys.create' | 'keys.list' | 'keys.revoke'
>;

export const accessHandlers = ({ pool, clock }: Services): AccessHandlers => ({
  'sessions.create': ({ body }) => createSession({ db: pool, clock }, body),
  'sessions.revoke': async ({ params, caller }) => {
    await revokeSession({ db: pool, clock }, caller, params.id);
    return { id: params.id, object: 'session', revoked: true };
  },
  'keys.create': ({ body, caller }) => createKey({ pool, clock }, body, callerName(caller)),
  'keys.list': async ({ query }) => {
    const limit = query.limit ?? pageLimitDefault;
    const keys = await listKeys(pool, { limit, before: positionOf(query.cursor) });
    return pageOf(keys, limit, (key) => key.id);
  },
  'keys.revoke': ({ params, caller }) => revokeKey({ pool, clock }, params.id, callerName(caller)),
});
