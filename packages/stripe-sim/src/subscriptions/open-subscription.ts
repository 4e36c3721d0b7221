import { emit } from '../events/emit.ts';
import { finalizeInvoice, type InvoiceRecord } from '../invoices/invoice.ts';
import { makeId } from '../world/make-id.ts';
import type { World } from '../world/world.ts';
import { billSubscription } from './bill-subscription.ts';
import { nextPeriodEnd } from './period.ts';
import { presentSubscription } from './present-subscription.ts';
import { rhythmOf, type SubscriptionRecord, subscriptions } from './subscription.ts';

export interface SubscriptionTerms {
  readonly customer: string;
  readonly currency: string;
  readonly items: readonly { readonly price: string; readonly quantity: number }[];
  readonly description: string | null;
  readonly metadata: Record<string, string>;
  readonly defaultPaymentMethod: string | null;
  readonly cancelAtPeriodEnd: boolean;
  /** Unix seconds, or null for none. */
  readonly trialEnd: number | null;
}

/**
 * Makes a subscription with its first invoice, open and not yet paid: `incomplete` until it is. A trial asks for
 * nothing, so it runs at once.
 */
export function openSubscription(
  world: World,
  terms: SubscriptionTerms,
): { subscription: SubscriptionRecord; invoice: InvoiceRecord } {
  const created = world.clock.now();
  const items = terms.items.map((item) => ({ ...item, id: makeId('si', 14) }));
  const { trialEnd } = terms;
  const draft = world.store.in(subscriptions).put({
    ...terms,
    id: makeId('sub'),
    created,
    items,
    status: trialEnd === null ? 'incomplete' : 'trialing',
    anchor: trialEnd ?? created,
    periodStart: created,
    periodEnd: trialEnd ?? nextPeriodEnd(created, rhythmOf(world, { items }), created),
    toldOfTrialEnd: false,
    canceledAt: terms.cancelAtPeriodEnd ? created : null,
    endedAt: null,
    cancellation: { comment: null, feedback: null, reason: null },
    latestInvoice: null,
  });
  const invoice = billSubscription(world, draft, 'subscription_create');
  const subscription = world.store.in(subscriptions).put({ ...draft, latestInvoice: invoice.id });
  emit(world, 'customer.subscription.created', presentSubscription(world, subscription));
  return { subscription, invoice: finalizeInvoice(world, invoice) };
}
