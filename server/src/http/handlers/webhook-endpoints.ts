import { pageLimitDefault, webhookOverlapHoursDefault } from '@kopai/contracts';
import { callerName } from '../../access/index.ts';
import { deleteEndpoint, listEndpoints, putEndpoint, replay, rotateSecret } from '../../notices/index.ts';
import type { Handlers } from '../call.ts';
import { pageOf, positionOf } from '../cursor.ts';
import type { Services } from '../services.ts';

type WebhookHandlers = Pick<
  Handlers,
  | 'webhookEndpoints.put'
  | 'webhookEndpoints.list'
  | 'webhookEndpoints.delete'
  | 'webhookEndpoints.replay'
  | 'webhookEndpoints.rotate'
>;

export const webhookHandlers = ({ pool, clock, webhookUrls }: Services): WebhookHandlers => ({
  'webhookEndpoints.put': async ({ params, body, caller }) => {
    await webhookUrls.require(body.url);
    return putEndpoint({ pool, clock }, { id: params.id, ...body, actor: callerName(caller) });
  },
  'webhookEndpoints.list': async ({ query }) => {
    const limit = query.limit ?? pageLimitDefault;
    const endpoints = await listEndpoints(pool, { after: positionOf(query.cursor) ?? '', limit });
    return pageOf(endpoints, limit, (endpoint) => endpoint.id);
  },
  'webhookEndpoints.delete': async ({ params, caller }) => {
    await deleteEndpoint({ pool, clock }, { id: params.id, actor: callerName(caller) });
    return { id: params.id, object: 'webhook_endpoint', deleted: true };
  },
  'webhookEndpoints.rotate': ({ params, body, caller }) =>
    rotateSecret(
      { pool, clock },
      {
        id: params.id,
        overlapMs: (body.overlapHours ?? webhookOverlapHoursDefault) * 3_600_000,
        actor: callerName(caller),
      },
    ),
  'webhookEndpoints.replay': async ({ params, body, caller }) => ({
    object: 'webhook_replay',
    deliveries: await replay({ pool, clock }, { id: params.id, since: body.since, actor: callerName(caller) }),
  }),
});
