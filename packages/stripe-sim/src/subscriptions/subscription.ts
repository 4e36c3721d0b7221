import type Stripe from 'stripe';
import { findPrice } from '../catalog/price.ts';
import { changedFields } from '../events/changed-fields.ts';
import { emit } from '../events/emit.ts';
import { noSuch } from '../http/api-error.ts';
import { defineCollection } from '../store/collection-key.ts';
import type { World } from '../world/world.ts';
import type { Rhythm } from './period.ts';
import { presentSubscription } from './present-subscription.ts';

export interface SubscriptionItemRecord {
  readonly id: string;
  readonly price: string;
  readonly quantity: number;
}

/** The facts about a subscription, from which the answer is made. Instants in Unix seconds. */
export interface SubscriptionRecord {
  readonly id: string;
  readonly created: number;
  readonly customer: string;
  readonly currency: string;
  readonly description: string | null;
  readonly metadata: Record<string, string>;
  readonly status: 'incomplete' | 'incomplete_expired' | 'trialing' | 'active' | 'past_due' | 'unpaid' | 'canceled';
  readonly items: readonly SubscriptionItemRecord[];
  /** What the periods are counted from. */
  readonly anchor: number;
  readonly periodStart: number;
  readonly periodEnd: number;
  readonly trialEnd: number | null;
  readonly toldOfTrialEnd: boolean;
  readonly cancelAtPeriodEnd: boolean;
  readonly canceledAt: number | null;
  readonly endedAt: number | null;
  readonly cancellation: {
    readonly comment: string | null;
    readonly feedback: Stripe.Subscription.CancellationDetails.Feedback | null;
    readonly reason: Stripe.Subscription.CancellationDetails.Reason | null;
  };
  readonly defaultPaymentMethod: string | null;
  readonly latestInvoice: string | null;
}

export const subscriptions = defineCollection<SubscriptionRecord>('subscriptions');

/** Changes facts and tells of all that follows from them, if anything does: one `customer.subscription.updated`. */
export function changeSubscription(
  world: World,
  before: SubscriptionRecord,
  change: Partial<SubscriptionRecord>,
): SubscriptionRecord {
  const after = world.store.in(subscriptions).put({ ...before, ...change });
  const current = presentSubscription(world, after);
  const changed = changedFields(presentSubscription(world, before), current);
  if (Object.keys(changed).length > 0) emit(world, 'customer.subscription.updated', current, changed);
  return after;
}

/** Whether it goes on by itself: neither ended nor still waiting for its first payment. */
export function isRunning({ status }: SubscriptionRecord): boolean {
  return status === 'trialing' || status === 'active' || status === 'past_due' || status === 'unpaid';
}

export function hasEnded({ status }: SubscriptionRecord): boolean {
  return status === 'canceled' || status === 'incomplete_expired';
}

/** How often it renews; all its prices have the same rhythm. */
export function rhythmOf(world: World, { items }: { readonly items: readonly { readonly price: string }[] }): Rhythm {
  const [first] = items;
  const recurring = first && findPrice(world, first.price).recurring;
  if (!recurring) throw new Error('A subscription has at least one recurring price');
  return recurring;
}

/** @throws {ApiError} `resource_missing` */
export function findSubscription(world: World, id: string): SubscriptionRecord {
  const subscription = world.store.in(subscriptions).get(id);
  if (!subscription) throw noSuch('subscription', id);
  return subscription;
}
