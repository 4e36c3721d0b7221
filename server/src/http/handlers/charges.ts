import { type Ending, outcomeOf } from '../../charges/index.ts';
import type { Handlers } from '../call.ts';
import type { Services } from '../services.ts';

type ChargeHandlers = Pick<
  Handlers,
  'charges.create' | 'charges.createBatch' | 'charges.get' | 'charges.capture' | 'charges.release' | 'charges.refund'
>;

export function chargeHandlers({ charges }: Services): ChargeHandlers {
  const end =
    (ending: Ending) =>
    ({ params, cause }: { params: { id: string }; cause: string }) =>
      charges.end(params.id, ending, cause);
  return {
    'charges.create': async ({ body, idempotencyKey, markReplayed }) => {
      const { charge, replayed } = await charges.create(body, idempotencyKey);
      if (replayed) markReplayed();
      return charge;
    },
    'charges.createBatch': async ({ body, idempotencyKey }) => {
      const made = await charges.createBatch(body.charges, idempotencyKey);
      return { data: made.map(outcomeOf) };
    },
    'charges.get': ({ params }) => charges.get(params.id),
    'charges.capture': end('capture'),
    'charges.release': end('release'),
    'charges.refund': end('refund'),
  };
}
