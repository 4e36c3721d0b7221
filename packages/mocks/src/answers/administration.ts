import { pageOf } from '../page.ts';
import type { World } from '../world.ts';
import type { Answers } from './call.ts';

export function webhookAnswers({ webhookEndpoints }: World) {
  return {
    'webhookEndpoints.put': ({ params, body }) => webhookEndpoints.put(params.id, body),
    'webhookEndpoints.list': ({ query }) => pageOf(webhookEndpoints.list(), query, (endpoint) => endpoint.id),
    'webhookEndpoints.delete': ({ params }) => {
      webhookEndpoints.delete(params.id);
      return { id: params.id, object: 'webhook_endpoint', deleted: true };
    },
    'webhookEndpoints.rotate': ({ params, body }) => webhookEndpoints.rotate(params.id, body),
    'webhookEndpoints.replay': ({ params }) => {
      webhookEndpoints.require(params.id);
      return { object: 'webhook_replay', deliveries: 0 };
    },
  } satisfies Partial<Answers>;
}
