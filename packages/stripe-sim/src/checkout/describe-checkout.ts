import { prices } from '../catalog/price.ts';
import { findProduct } from '../catalog/product.ts';
import type { CheckoutView } from '../pages/checkout-view.ts';
import type { PaymentIntentRecord } from '../payment-intents/payment-intent.ts';
import type { World } from '../world/world.ts';
import { checkouts, intentOf, lineItemsOf, modeOf, pagePath, type SessionRecord } from './session.ts';

/** What the pages show of a session. */
export function describeCheckout(world: World, session: SessionRecord): CheckoutView {
  const intent = intentOf(world, session);
  const mode = modeOf(world, session);
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
    decline: refusalOf(world, session, intent),
    keepsCard: mode.keepsCard(world, session),
    renewal: mode.renewal(world, session),
    cancelable: session.cancel_url !== null,
    framed: session.client_secret !== null,
  };
}

/** Why the last card was refused, or null. */
function refusalOf(world: World, session: SessionRecord, intent: PaymentIntentRecord | undefined): string | null {
  if (!intent) return world.store.in(checkouts).get(session.id)?.refusal ?? null;
  return intent.status === 'requires_payment_method' ? (intent.last_payment_error?.message ?? null) : null;
}
