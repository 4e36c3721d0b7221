import { emit } from '../events/emit.ts';
import { collectInvoice } from '../invoices/collect-invoice.ts';
import { finalizeInvoice, findInvoice, invoices, voidInvoice } from '../invoices/invoice.ts';
import type { World } from '../world/world.ts';
import { billSubscription } from './bill-subscription.ts';
import { defaultMethodOf } from './default-method.ts';
import { endSubscription } from './end-subscription.ts';
import { nextPeriodEnd } from './period.ts';
import { presentSubscription } from './present-subscription.ts';
import { changeSubscription, isRunning, rhythmOf, type SubscriptionRecord, subscriptions } from './subscription.ts';

/** How long Stripe waits for the first payment: https://docs.stripe.com/billing/subscriptions/overview */
const firstPaymentWithinSeconds = 23 * 60 * 60;

/** How long before the end of a trial Stripe tells of it. */
const trialWarningSeconds = 3 * 24 * 60 * 60;

/** Does what has fallen due: failed invoices are tried again, periods end, first payments come too late. */
export function renewSubscriptions(world: World): void {
  for (const { id, nextAttempt, subscription } of [...world.store.in(invoices).all()]) {
    if (nextAttempt === null || nextAttempt > world.clock.now()) continue;
    collectInvoice(world, findInvoice(world, id), defaultMethodOf(world, subscription), { offSession: true });
  }
  for (const { id } of [...world.store.in(subscriptions).all()]) renewUntilNow(world, id);
}

function renewUntilNow(world: World, id: string): void {
  const now = world.clock.now();
  for (;;) {
    const subscription = world.store.in(subscriptions).get(id);
    if (!subscription) return;
    if (subscription.status === 'incomplete' && subscription.created + firstPaymentWithinSeconds <= now) {
      expire(world, subscription);
    }
    warnOfTrialEnd(world, subscription);
    if (!isRunning(subscription) || subscription.periodEnd > now) return;
    if (subscription.cancelAtPeriodEnd) endSubscription(world, subscription, 'cancellation_requested');
    else renew(world, subscription);
  }
}

/** Starts the next period and asks for its money. An `unpaid` subscription gets drafts that nobody is charged for. */
function renew(world: World, before: SubscriptionRecord): void {
  const next: SubscriptionRecord = {
    ...before,
    status: before.status === 'trialing' ? 'active' : before.status,
    periodStart: before.periodEnd,
    periodEnd: nextPeriodEnd(before.anchor, rhythmOf(world, before), before.periodEnd),
  };
  const draft = billSubscription(world, next, 'subscription_cycle');
  const { status, periodStart, periodEnd } = next;
  const renewed = changeSubscription(world, before, { status, periodStart, periodEnd, latestInvoice: draft.id });
  if (renewed.status === 'unpaid') return;
  const invoice = finalizeInvoice(world, draft);
  if (invoice.status !== 'open') return;
  collectInvoice(world, invoice, defaultMethodOf(world, renewed.id), { offSession: true });
}

function expire(world: World, subscription: SubscriptionRecord): void {
  const invoice = world.store.in(invoices).get(subscription.latestInvoice ?? '');
  if (invoice?.status === 'open') voidInvoice(world, invoice);
  changeSubscription(world, subscription, { status: 'incomplete_expired', endedAt: world.clock.now() });
}

function warnOfTrialEnd(world: World, subscription: SubscriptionRecord): void {
  const { status, trialEnd, toldOfTrialEnd } = subscription;
  if (status !== 'trialing' || toldOfTrialEnd || trialEnd === null) return;
  if (trialEnd - trialWarningSeconds > world.clock.now()) return;
  world.store.in(subscriptions).put({ ...subscription, toldOfTrialEnd: true });
  emit(world, 'customer.subscription.trial_will_end', presentSubscription(world, subscription));
}
