import { pageOf } from '../page.ts';
import type { World } from '../world.ts';
import type { Answers } from './call.ts';

export function accessAnswers({ access }: World) {
  return {
    'sessions.create': ({ body }) => access.createSession(body),
    'sessions.revoke': ({ caller, params }) => {
      access.revokeSession(caller, params.id);
      return { id: params.id, object: 'session', revoked: true };
    },
    'keys.create': ({ body }) => access.createKey(body),
    'keys.list': ({ query }) => pageOf(access.keys(), query, (key) => key.id),
    'keys.revoke': ({ params }) => access.revokeKey(params.id),
  } satisfies Partial<Answers>;
}
