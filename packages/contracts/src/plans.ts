import * as z from 'zod/mini';
import { cents, hostId, instant, returnUrl, wallet, walletOrMe } from './fields.ts';

/** What a plan allows of one feature: not at all, without bound, or up to a number of things and bytes each. */
export const featureRule = z.union([
  z.boolean(),
  z.object({ quantity: z.int(), bytes: z.int().check(z.meta({ description: 'Of each thing.' })) }),
]);

export const plan = z
  .object({
    id: hostId,
    object: z.literal('plan'),
    name: z.string(),
    amountCents: cents,
    currency: z.literal('usd'),
    interval: z.enum(['month', 'year']),
    features: z.record(z.string(), featureRule),
  })
  .register(z.globalRegistry, { id: 'Plan' });

/** A feature as people read it; the plans' matrix has a row for each. */
export const feature = z.object({ key: z.string(), name: z.string() });

export const planList = z.object({ data: z.array(plan), features: z.array(feature) });

export const subscriptionRequest = z.strictObject({
  wallet: walletOrMe,
  planId: hostId,
  successUrl: returnUrl,
  cancelUrl: returnUrl,
});

export const subscriptionCheckout = z.object({ object: z.literal('subscription_checkout'), checkoutUrl: z.string() });

export const portalRequest = z.strictObject({ wallet: walletOrMe, returnUrl });
export const portalSession = z.object({ object: z.literal('portal_session'), url: z.string() });

export const planStatuses = ['free', 'active', 'past_due', 'ended'] as const;

/** What a wallet's plan allows now. `past_due` keeps a paid plan until `graceEndsAt`. */
export const entitlements = z
  .object({
    object: z.literal('entitlements'),
    wallet,
    planId: hostId,
    status: z.enum(planStatuses),
    renewsAt: z.nullable(instant),
    endsAt: z.nullable(instant).check(z.meta({ description: 'Set when the plan was canceled and runs out.' })),
    graceEndsAt: z.nullable(instant),
    features: z.record(z.string(), featureRule),
  })
  .register(z.globalRegistry, { id: 'Entitlements' });

export const entitlementCheckRequest = z.strictObject({
  wallet,
  feature: z.string().check(z.minLength(1), z.maxLength(64)),
  quantity: z.optional(z.int().check(z.gte(1), z.lte(1_000_000_000))),
  bytes: z.optional(z.int().check(z.gte(0))),
});

export const entitlementReasons = ['unknown_feature', 'not_in_plan', 'quantity_exceeded', 'bytes_exceeded'] as const;

/** Whether a wallet may use so much of a feature; if not, why, and up to where it may. */
export const entitlementCheck = z
  .object({
    object: z.literal('entitlement_check'),
    allowed: z.boolean(),
    reason: z.optional(z.enum(entitlementReasons)),
    limit: z.optional(z.object({ quantity: z.int(), bytes: z.int() })),
    planId: hostId,
  })
  .register(z.globalRegistry, { id: 'EntitlementCheck' });

export type FeatureRule = z.output<typeof featureRule>;
export type Plan = z.output<typeof plan>;
export type Feature = z.output<typeof feature>;
export type Entitlements = z.output<typeof entitlements>;
export type EntitlementCheck = z.output<typeof entitlementCheck>;

/**
 * Judges one use of a feature by a plan's rules. Pure, and deny by default: a feature that nobody has heard of is not allowed, and says so.
 * `quantity` is how many there would be in all, `bytes` the size of the one in question.
 */
export function judgeFeature(
  features: Readonly<Record<string, FeatureRule>>,
  use: { feature: string; quantity?: number | undefined; bytes?: number | undefined },
): Omit<EntitlementCheck, 'object' | 'planId'> {
  const rule = Object.hasOwn(features, use.feature) ? features[use.feature] : undefined;
  if (rule === undefined) return { allowed: false, reason: 'unknown_feature' };
  if (rule === true) return { allowed: true };
  if (rule === false) return { allowed: false, reason: 'not_in_plan' };
  const limit = { quantity: rule.quantity, bytes: rule.bytes };
  if ((use.quantity ?? 1) > rule.quantity) return { allowed: false, reason: 'quantity_exceeded', limit };
  if ((use.bytes ?? 0) > rule.bytes) return { allowed: false, reason: 'bytes_exceeded', limit };
  return { allowed: true, limit };
}
