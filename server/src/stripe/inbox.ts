import { Problem } from '@kopai/contracts';
import Stripe from 'stripe';
import type { Clock } from '../clock.ts';
import { inTransaction, type Pool, type Queryable } from '../db/index.ts';
import { type Attempt, enqueue } from '../jobs/index.ts';

/** The job that does what an event asks for. */
export const stripeEventTask = 'stripe-event';

/** How old a signature may be, in seconds: Stripe's own default. 0 would switch the check off. */
const toleranceSeconds = 300;

/** The endpoint that events of the platform's own account come to. */
export const platformEndpoint = 'platform';

export interface Inbox {
  /** Keeps a signed event and plans its handling. Answered before any work; the same event again changes nothing. */
  receive(body: Buffer, signature: string | undefined): Promise<void>;
  /** Does what a kept event asks for, once. */
  handle(eventId: string, attempt: Attempt): Promise<void>;
}

/** What happens on an event. `alongside` marks it as handled in the transaction of its effect. */
export type Dispatch = (event: Stripe.Event, alongside: (tx: Queryable) => Promise<void>) => Promise<void>;

export interface InboxDependencies {
  readonly pool: Pool;
  readonly clock: Clock;
  /** The current secret, and during a rotation the one before. */
  readonly secrets: readonly string[];
  readonly dispatch: Dispatch;
}

export function createInbox({ pool, clock, secrets, dispatch }: InboxDependencies): Inbox {
  const handled = (eventId: string) => async (tx: Queryable) => {
    await tx.query(
      'update stripe_events set handled_at = $3, last_error = null, dead_at = null where endpoint = $1 and event_id = $2',
      [platformEndpoint, eventId, new Date(clock())],
    );
  };
  return {
    async receive(body, signature) {
      const event = genuineEvent(body, signature, secrets);
      await inTransaction(pool, async (tx) => {
        const fresh = await tx.query(
          `insert into stripe_events (endpoint, event_id, type, body, received_at) values ($1, $2, $3, $4, $5)
           on conflict do nothing returning event_id`,
          [platformEndpoint, event.id, event.type, body.toString('utf8'), new Date(clock())],
        );
        if (fresh.length > 0) await enqueue(tx, stripeEventTask, { eventId: event.id }, `stripe:${event.id}`);
      });
    },
    async handle(eventId, attempt) {
      const [row] = await pool.query<{ body: string; handled_at: Date | null }>(
        'select body, handled_at from stripe_events where endpoint = $1 and event_id = $2',
        [platformEndpoint, eventId],
      );
      if (!row || row.handled_at) return;
      try {
        await dispatch(JSON.parse(row.body), handled(eventId));
      } catch (error) {
        await pool.query(
          `update stripe_events set attempts = $3, last_error = $4, dead_at = $5 where endpoint = $1 and event_id = $2`,
          [platformEndpoint, eventId, attempt.number, String(error), attempt.last ? new Date(clock()) : null],
        );
        throw error;
      }
    },
  };
}

/**
 * Checks the signature against each secret, and its age against the real time that Stripe signs by: an injected clock may run ahead of
 * it, for the ledger's day to be over sooner.
 */
function genuineEvent(body: Buffer, signature: string | undefined, secrets: readonly string[]): Stripe.Event {
  if (!signature) throw new Problem('webhook_signature_invalid', 'There is no Stripe-Signature header.');
  let stale = false;
  for (const secret of secrets) {
    try {
      return Stripe.webhooks.constructEvent(body, signature, secret, toleranceSeconds);
    } catch (error) {
      stale ||= error instanceof Error && /tolerance zone/i.test(error.message);
    }
  }
  if (stale) throw new Problem('webhook_timestamp_stale', 'The signature is older than five minutes.');
  throw new Problem('webhook_signature_invalid', 'The signature matches none of the endpoint secrets.');
}
