import type { Ending } from '../charges.ts';
import type { World } from '../world.ts';
import type { Answers } from './call.ts';

export function chargeAnswers({ charges }: World) {
  const end =
    (ending: Ending) =>
    ({ params }: { readonly params: { readonly id: string } }) =>
      charges.end(params.id, ending);
  return {
    'charges.create': ({ body, idempotencyKey, markReplayed }) => {
      const { charge, replayed } = charges.create(body, idempotencyKey);
      if (replayed) markReplayed();
      return charge;
    },
    'charges.createBatch': ({ body, idempotencyKey }) => ({ data: charges.createBatch(body.charges, idempotencyKey) }),
    'charges.get': ({ params }) => charges.get(params.id),
    'charges.capture': end('capture'),
    'charges.release': end('release'),
    'charges.refund': end('refund'),
  } satisfies Partial<Answers>;
}
