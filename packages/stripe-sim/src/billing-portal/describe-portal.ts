import { findPrice } from '../catalog/price.ts';
import { findProduct } from '../catalog/product.ts';
import { type InvoiceRecord, invoices, totalOf } from '../invoices/invoice.ts';
import { invoicePath } from '../invoices/present-invoice.ts';
import type { PortalView } from '../pages/portal-view.ts';
import { type PaymentMethodRecord, paymentMethods } from '../payment-methods/payment-method.ts';
import { customerMethodOf, defaultMethodOf } from '../subscriptions/default-method.ts';
import { nameRhythm } from '../subscriptions/period.ts';
import { hasEnded, rhythmOf, type SubscriptionRecord, subscriptions } from '../subscriptions/subscription.ts';
import type { World } from '../world/world.ts';
import { type PortalSessionRecord, portalPath } from './portal-session.ts';

/** As many as fit on a page that nobody scrolls far. */
const shownInvoices = 12;

/** What the portal shows of its customer: plans, the card that pays for them, and invoices. */
export function describePortal(world: World, session: PortalSessionRecord): PortalView {
  const running = world.store
    .in(subscriptions)
    .newestFirst()
    .filter((subscription) => subscription.customer === session.customer && !hasEnded(subscription));
  const [first] = running;
  const method = first ? defaultMethodOf(world, first.id) : customerMethodOf(world, session.customer);
  return {
    action: portalPath(session),
    businessName: world.businessName,
    returnUrl: session.return_url,
    plans: running.map((subscription) => describePlan(world, subscription)),
    card: describeCard(method === null ? undefined : world.store.in(paymentMethods).get(method)),
    invoices: invoicesFor(world, session.customer).map((invoice) => ({
      url: invoicePath(invoice),
      number: invoice.number ?? invoice.id,
      created: invoice.created,
      amount: totalOf(invoice),
      currency: invoice.currency,
      status: invoice.status,
    })),
  };
}

function describePlan(world: World, subscription: SubscriptionRecord): PortalView['plans'][number] {
  const names = subscription.items.map((item) => findProduct(world, findPrice(world, item.price).product).name);
  const amounts = subscription.items.map((item) => findPrice(world, item.price).unit_amount * item.quantity);
  return {
    id: subscription.id,
    name: names.join(', '),
    amount: amounts.reduce((sum, amount) => sum + amount, 0),
    currency: subscription.currency,
    rhythm: nameRhythm(rhythmOf(world, subscription)),
    status: subscription.status,
    periodEnd: subscription.periodEnd,
    cancelsAtPeriodEnd: subscription.cancelAtPeriodEnd,
  };
}

function describeCard(method: PaymentMethodRecord | undefined): PortalView['card'] {
  const brand = method?.card?.brand ?? method?.us_bank_account?.bank_name;
  const last4 = method?.card?.last4 ?? method?.us_bank_account?.last4;
  return brand && last4 ? { brand, last4 } : null;
}

function invoicesFor(world: World, customer: string): InvoiceRecord[] {
  const all = world.store.in(invoices).newestFirst();
  return all.filter((invoice) => invoice.customer === customer && invoice.status !== 'draft').slice(0, shownInvoices);
}
