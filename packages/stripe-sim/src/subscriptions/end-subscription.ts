import { emit } from '../events/emit.ts';
import { invoices, invoicesOf } from '../invoices/invoice.ts';
import type { World } from '../world/world.ts';
import { presentSubscription } from './present-subscription.ts';
import { hasEnded, type SubscriptionRecord, subscriptions } from './subscription.ts';

/** Ends a subscription for good. What it still asked for stays open, but is not tried again by itself. */
export function endSubscription(
  world: World,
  before: SubscriptionRecord,
  reason: SubscriptionRecord['cancellation']['reason'],
): SubscriptionRecord {
  const now = world.clock.now();
  const ended = world.store.in(subscriptions).put({
    ...before,
    status: 'canceled',
    canceledAt: before.canceledAt ?? now,
    endedAt: now,
    cancellation: { ...before.cancellation, reason },
  });
  for (const invoice of invoicesOf(world, ended.id)) {
    if (invoice.nextAttempt !== null) world.store.in(invoices).put({ ...invoice, nextAttempt: null });
  }
  emit(world, 'customer.subscription.deleted', presentSubscription(world, ended));
  return ended;
}

/** Ends all that a customer subscribed to, as Stripe does when the customer is deleted. */
export function endSubscriptionsOf(world: World, customer: string): void {
  for (const subscription of [...world.store.in(subscriptions).all()]) {
    if (subscription.customer === customer && !hasEnded(subscription)) {
      endSubscription(world, subscription, 'cancellation_requested');
    }
  }
}
