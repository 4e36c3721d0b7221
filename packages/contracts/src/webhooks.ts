import * as z from 'zod/mini';
import { hostId, instant } from './fields.ts';

/** What can be told to the host's backend. */
export const webhookEventTypes = [
  'charge.held',
  'charge.captured',
  'charge.released',
  'charge.refunded',
  'payout.paid',
  'payout.failed',
  'payout.reversed',
  'plan.changed',
  'topup.paid',
  'topup.failed',
  'topup.expired',
  'wallet.low_balance',
] as const;
export type WebhookEventType = (typeof webhookEventTypes)[number];

export const webhookEndpointRequest = z.strictObject({
  url: z.url({ protocol: /^https?$/, error: 'must be an absolute http(s) URL' }).check(z.maxLength(2048)),
  events: z.optional(z.array(z.enum(webhookEventTypes)).check(z.minLength(1), z.maxLength(webhookEventTypes.length))),
  enabled: z.optional(z.boolean()),
});

/** Where events are delivered, signed as Standard Webhooks say. */
export const webhookEndpoint = z
  .object({
    id: hostId,
    object: z.literal('webhook_endpoint'),
    url: z.string(),
    events: z.array(z.enum(webhookEventTypes)),
    enabled: z.boolean(),
    secret: z.string().check(z.meta({ description: 'whsec_…: what deliveries are signed with.' })),
    previousSecretUntil: z.nullable(instant).check(
      z.meta({
        description: 'Until when deliveries are signed with the secret before as well; null where there is none.',
      }),
    ),
    undelivered: z.int().check(z.meta({ description: 'Deliveries that are still being tried.' })),
    dead: z.int().check(z.meta({ description: 'Deliveries that were given up; `replay` tries them again.' })),
    createdAt: instant,
  })
  .register(z.globalRegistry, { id: 'WebhookEndpoint' });

/** How long deliveries are signed with the secret before as well, in hours: a day unless said, at once for one that leaked. */
export const webhookSecretRequest = z.strictObject({
  overlapHours: z.optional(z.int().check(z.gte(0), z.lte(168))),
});
export const webhookOverlapHoursDefault = 24;

/** Which deliveries are sent again: those that were given up, or all since a moment. */
export const webhookReplayRequest = z.strictObject({ since: z.optional(instant) });

export const webhookReplay = z.object({ object: z.literal('webhook_replay'), deliveries: z.int() });

export type WebhookEndpoint = z.output<typeof webhookEndpoint>;
