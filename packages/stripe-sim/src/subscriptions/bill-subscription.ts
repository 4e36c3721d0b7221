import { findPrice } from '../catalog/price.ts';
import { findProduct } from '../catalog/product.ts';
import { draftInvoice, type InvoiceRecord } from '../invoices/invoice.ts';
import type { World } from '../world/world.ts';
import type { SubscriptionItemRecord, SubscriptionRecord } from './subscription.ts';

/** Drafts the invoice of the subscription's current period. A trial is invoiced too, at nothing. */
export function billSubscription(
  world: World,
  subscription: SubscriptionRecord,
  reason: InvoiceRecord['reason'],
): InvoiceRecord {
  const { id, customer, currency, metadata, periodStart: start, periodEnd: end } = subscription;
  const isTrial = subscription.status === 'trialing';
  const lines = subscription.items.map((item) => {
    const { unit_amount } = findPrice(world, item.price);
    return {
      amount: isTrial ? 0 : unit_amount * item.quantity,
      description: describe(world, item, isTrial),
      price: item.price,
      quantity: item.quantity,
      subscriptionItem: item.id,
      start,
      end,
    };
  });
  return draftInvoice(world, { customer, currency, subscription: id, subscriptionMetadata: metadata, reason, lines });
}

function describe(world: World, { price, quantity }: SubscriptionItemRecord, isTrial: boolean): string {
  const { name } = findProduct(world, findPrice(world, price).product);
  return isTrial ? `Trial period for ${name}` : `${quantity} × ${name}`;
}
