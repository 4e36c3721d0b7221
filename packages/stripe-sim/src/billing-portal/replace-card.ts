import { findCustomer, setDefaultMethod } from '../customers/customer.ts';
import { attachPaymentMethod, createPaymentMethod } from '../payment-methods/payment-method.ts';
import { type TestInstrumentName, testInstrument } from '../payment-methods/test-instrument.ts';
import { changeSubscription, hasEnded, subscriptions } from '../subscriptions/subscription.ts';
import type { World } from '../world/world.ts';

/** Gives a customer another card, for whatever is charged to them from now on. What is owed is not charged by it. */
export function replaceCard(world: World, customerId: string, instrument: TestInstrumentName): void {
  const customer = findCustomer(world, customerId);
  const card = createPaymentMethod(world, testInstrument(instrument), {
    email: customer.email,
    name: customer.name ?? null,
  });
  attachPaymentMethod(world, card, customer.id);
  setDefaultMethod(world, customer, card.id);
  for (const subscription of [...world.store.in(subscriptions).all()]) {
    if (subscription.customer !== customer.id || hasEnded(subscription)) continue;
    changeSubscription(world, subscription, { defaultPaymentMethod: card.id });
  }
}
