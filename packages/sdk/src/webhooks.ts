import type { Charge, Entitlements, Payout, Topup, WebhookEventType } from '@kopai/contracts';
import { decodeAmounts } from '@kopai/contracts/amount-fields';
import { KopaiError } from './errors.ts';

interface EventData {
  'charge.held': Charge;
  'charge.captured': Charge;
  'charge.released': Charge;
  'charge.refunded': Charge;
  'payout.paid': Payout;
  'payout.failed': Payout;
  'payout.reversed': Payout;
  'plan.changed': { readonly wallet: string; readonly planId: string; readonly status: Entitlements['status'] };
  'topup.paid': Topup;
  'topup.failed': Topup;
  'topup.expired': Topup;
  'wallet.low_balance': { readonly wallet: string; readonly available: bigint; readonly threshold: bigint };
}

/** What your backend is told, by type. Amounts are microcredits. An event may come twice: its `id` tells. */
export type WebhookEvent = {
  [Type in WebhookEventType]: {
    readonly id: string;
    readonly type: Type;
    readonly timestamp: string;
    readonly data: EventData[Type];
  };
}[WebhookEventType];

/** The delivery is not what the endpoint's secret signed, or too old: answer it with 400 and do nothing. */
export class WebhookSignatureError extends KopaiError {
  override readonly name = 'WebhookSignatureError';
}

type HeaderSource = Headers | Readonly<Record<string, string | string[] | undefined>>;

/** Deliveries of events to your backend. */
export class Webhooks {
  /**
   * Checks a delivery and reads it. `raw` is the body as it came, before any parser; `secret` is the endpoint's, or during a rotation both.
   * Throws `WebhookSignatureError` unless one of them signed it within the last five minutes.
   */
  async unwrap(
    raw: string | Uint8Array,
    headers: HeaderSource,
    secret: string | readonly string[],
  ): Promise<WebhookEvent> {
    // Loaded when it is first needed: pages never are.
    const { Webhook } = await import('standardwebhooks');
    const text = typeof raw === 'string' ? raw : new TextDecoder().decode(raw);
    const signed = { id: '', timestamp: '', signature: '' };
    for (const part of Object.keys(signed) as (keyof typeof signed)[]) signed[part] = read(headers, `webhook-${part}`);
    let fault: unknown;
    for (const one of typeof secret === 'string' ? [secret] : secret) {
      try {
        new Webhook(one).verify(text, {
          'webhook-id': signed.id,
          'webhook-timestamp': signed.timestamp,
          'webhook-signature': signed.signature,
        });
        return decodeAmounts(JSON.parse(text)) as WebhookEvent;
      } catch (error) {
        fault = error;
      }
    }
    throw new WebhookSignatureError({
      code: 'webhook_signature_invalid',
      detail: `The delivery is not genuine: ${fault instanceof Error ? fault.message : 'no secret was given'}`,
      cause: fault,
    });
  }
}

function read(headers: HeaderSource, name: string): string {
  const value = headers instanceof Headers ? headers.get(name) : headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? '';
}
