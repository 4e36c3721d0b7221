import { customers } from '../customers/customer.ts';
import type { World } from '../world/world.ts';
import { findSubscription } from './subscription.ts';

/** The payment method that pays for a subscription: its own, else its customer's default, else null. */
export function defaultMethodOf(world: World, subscriptionId: string): string | null {
  const { customer, defaultPaymentMethod } = findSubscription(world, subscriptionId);
  return defaultPaymentMethod ?? customerMethodOf(world, customer);
}

export function customerMethodOf(world: World, customer: string): string | null {
  return world.store.in(customers).get(customer)?.invoice_settings.default_payment_method ?? null;
}
