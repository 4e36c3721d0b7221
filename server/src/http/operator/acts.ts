import * as z from 'zod/mini';
import { recordAct } from '../../audit/index.ts';
import { inTransaction } from '../../db/index.ts';
import { runAgain } from '../../jobs/index.ts';
import { replayDelivery } from '../../notices/index.ts';
import { noteFraudWarning } from '../../topups/index.ts';
import { decode } from '../decode.ts';
import type { Services } from '../services.ts';
import type { StripeReview } from './stripe-review.ts';

/** What stands in an id of ours, of Stripe's or of the host's: printable, without spaces. */
const id = z.string().check(z.regex(/^[\x21-\x7e]{1,255}$/, { error: 'must be an id' }));
const jobId = z.string().check(z.regex(/^\d{1,18}$/, { error: 'must be the number of a job' }));

/** Something an operator does to what was given up. Doing it twice is doing it once: the second finds nothing to do, and says so. */
export interface OperatorAct {
  /** Below `/operator/api/`. */
  readonly path: string;
  /** Does it, in the audit log too; throws `invalid_request` for a body that is none. */
  run(body: unknown, actor: string): Promise<boolean>;
}

export function operatorActs(services: Services, stripeReview: StripeReview): readonly OperatorAct[] {
  const { pool, clock } = services;
  return [
    {
      path: 'stripe-events/replay',
      run: (body, actor) => stripeReview.replay(decode(z.strictObject({ eventId: id }), body, 'body').eventId, actor),
    },
    {
      path: 'deliveries/replay',
      run: (body, actor) =>
        replayDelivery(services, { ...decode(z.strictObject({ endpointId: id, eventId: id }), body, 'body'), actor }),
    },
    {
      path: 'jobs/replay',
      run(body, actor) {
        const asked = decode(z.strictObject({ jobId }), body, 'body');
        return inTransaction(pool, async (tx) => {
          const task = await runAgain(tx, asked.jobId);
          if (task === undefined) return false;
          const at = new Date(clock());
          await recordAct(tx, { actor, action: 'job.replay', subject: `job:${asked.jobId}`, to: { task }, at });
          return true;
        });
      },
    },
    {
      path: 'fraud-warnings/note',
      run: (body, actor) =>
        noteFraudWarning(services, { id: decode(z.strictObject({ warningId: id }), body, 'body').warningId, actor }),
    },
  ];
}
