import { prices } from '../catalog/price.ts';
import { findProduct } from '../catalog/product.ts';
import type { CheckoutView } from '../pages/checkout-view.ts';
import type { World } from '../world/world.ts';
import { intentOf, lineItemsOf, modeOf, pagePath, type SessionRecord } from './session.ts';

/** What the pages show of a session. */
export function describeCheckout(world: World, session: SessionRecord): CheckoutView {
  const intent = intentOf(world, session);
  return {
    action: pagePath(session),
    businessName: session.branding_settings?.display_name ?? world.businessName,
    amount: session.amount_total ?? 0,
    currency: session.currency ?? 'usd',
    items: lineItemsOf(world, session.id).map((item) => {
      const productId = world.store.in(prices).get(item.price)?.product;
      return {
        name: item.description,
        details: productId ? findProduct(world, productId).description : null,
        quantity: item.quantity,
        amount: item.amount_total,
      };
    }),
    email: session.customer_details?.email ?? null,
    decline: intent?.status === 'requires_payment_method' ? (intent.last_payment_error?.message ?? null) : null,
    keepsCard: modeOf(world, session).keepsCard(world, session),
    cancelable: session.cancel_url !== null,
    framed: session.client_secret !== null,
  };
}
