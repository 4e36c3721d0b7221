import { Webhook } from 'standardwebhooks';
import type { Clock } from '../clock.ts';
import type { Queryable } from '../db/index.ts';
import type { Attempt } from '../jobs/index.ts';
import { post } from './post.ts';
import type { UrlPolicy } from './url-policy.ts';

/** How long a receiver may take to answer, in ms: it should put the event aside and work later, as we do with Stripe's. */
const answerWithinMs = 10_000;

/** Characters kept of what went wrong. */
const errorMost = 500;

export interface DeliverDependencies {
  readonly pool: Queryable;
  readonly clock: Clock;
  readonly urls: UrlPolicy;
}

interface DeliveryRow {
  readonly url: string;
  readonly secret: string;
  readonly previous_secret: string | null;
  readonly previous_until: Date | null;
  readonly enabled: boolean;
  readonly body: string;
}

/** One signature, or two with a space between them while a secret is being changed, as Standard Webhooks have it: either is enough. */
function signaturesOf(row: DeliveryRow, eventId: string, now: Date): string {
  const before = row.previous_until !== null && row.previous_until > now ? row.previous_secret : null;
  const secrets = before === null ? [row.secret] : [row.secret, before];
  return secrets.map((secret) => new Webhook(secret).sign(eventId, now, row.body)).join(' ');
}

/**
 * Brings one event to one endpoint, signed by Standard Webhooks. Throws when it was not taken, so that the job comes round again, each time after a
 * longer wait; after the last attempt the delivery is dead until somebody replays it.
 */
export async function deliver(
  { pool, clock, urls }: DeliverDependencies,
  { endpointId, eventId }: { endpointId: string; eventId: string },
  attempt: Attempt,
): Promise<void> {
  const [row] = await pool.query<DeliveryRow>(
    `select p.url, p.secret, p.previous_secret, p.previous_until, p.enabled, e.body
     from webhook_deliveries d
     join webhook_endpoints p on p.id = d.endpoint_id
     join webhook_events e on e.id = d.event_id
     where d.endpoint_id = $1 and d.event_id = $2 and d.delivered_at is null`,
    [endpointId, eventId],
  );
  if (!row?.enabled) return;
  const now = new Date(clock());
  try {
    await urls.require(row.url);
    const status = await post({
      url: row.url,
      headers: {
        'Content-Type': 'application/json',
        'User-Agent': 'Kopai-Webhooks',
        'webhook-id': eventId,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': signaturesOf(row, eventId, now),
      },
      body: row.body,
      lookup: urls.lookup,
      withinMs: answerWithinMs,
    });
    // A redirect could lead anywhere, past the check of the URL: it is no acceptance.
    if (status < 200 || status > 299) throw new Error(`the receiver answered ${status}`);
  } catch (error) {
    await pool.query(
      `update webhook_deliveries set attempts = attempts + 1, last_error = $3, dead_at = $4
       where endpoint_id = $1 and event_id = $2`,
      [endpointId, eventId, String(error).slice(0, errorMost), attempt.last ? now : null],
    );
    throw error;
  }
  await pool.query(
    `update webhook_deliveries set attempts = attempts + 1, delivered_at = $3, dead_at = null, last_error = null
     where endpoint_id = $1 and event_id = $2`,
    [endpointId, eventId, now],
  );
}
