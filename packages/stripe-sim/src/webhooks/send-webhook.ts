import type { EventRecord } from '../events/event-record.ts';
import type { WebhookEndpoint } from './endpoint.ts';
import { signPayload } from './sign-payload.ts';

/** A receiver that takes longer has failed. */
const timeoutMs = 10_000;

/** Twice Stripe's tolerance of 300 seconds, so no rounding makes a stale signature fresh. */
const staleBySeconds = 600;

interface Circumstances {
  /** Real Unix time in seconds. */
  readonly now: number;
  readonly badSignature: boolean;
  readonly stale: boolean;
  readonly closing: AbortSignal;
}

/** Posts one event to one endpoint. Answers null when the receiver took it (2xx), else what went wrong. */
export async function sendWebhook(
  event: EventRecord,
  { url, secret }: WebhookEndpoint,
  { now, badSignature, stale, closing }: Circumstances,
): Promise<string | null> {
  const payload = JSON.stringify(event, null, 2);
  const timestamp = stale ? now - staleBySeconds : now;
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'Stripe/1.0 (simulator)',
        'stripe-signature': signPayload(payload, badSignature ? `${secret}_wrong` : secret, timestamp),
      },
      body: payload,
      redirect: 'manual',
      signal: AbortSignal.any([closing, AbortSignal.timeout(timeoutMs)]),
    });
    await response.body?.cancel();
    return response.ok ? null : `status ${response.status}`;
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}
