import { findPrice } from '../catalog/price.ts';
import { findCustomer } from '../customers/customer.ts';
import { invalidRequest } from '../http/api-error.ts';
import { mergeMetadata, type Params } from '../http/params.ts';
import { findPaymentMethod } from '../payment-methods/payment-method.ts';
import type { World } from '../world/world.ts';
import type { SubscriptionTerms } from './open-subscription.ts';

const daySeconds = 24 * 60 * 60;

/** Parameters of a subscription that Stripe takes and that change nothing in a simulation. */
const withoutEffect = ['billing_mode', 'payment_settings', 'proration_behavior', 'trial_settings', 'invoice_settings'];

/** Reads the body of `POST /v1/subscriptions`, but for how its first invoice is paid. */
export function readSubscription(world: World, params: Params): SubscriptionTerms {
  const customer = findCustomer(world, params.requiredString('customer'), 'customer');
  const items = params.list('items').map((item) => ({
    price: findPrice(world, item.requiredString('price'), item.name('price')).id,
    quantity: item.integer('quantity', 1, 999_999) ?? 1,
  }));
  params.ignore('collection_method');
  return {
    customer: customer.id,
    currency: checkItems(world, items, 'items'),
    items,
    description: params.string('description'),
    metadata: mergeMetadata({}, params.metadata()),
    defaultPaymentMethod: readCustomersMethod(world, params, customer.id),
    cancelAtPeriodEnd: params.boolean('cancel_at_period_end') ?? false,
    trialEnd: readTrialEnd(world, params),
  };
}

/** The end of the trial in Unix seconds, or null for none. */
export function readTrialEnd(world: World, params: Params): number | null {
  params.ignore(...withoutEffect);
  const days = params.integer('trial_period_days', 1, 730);
  const end = params.integer('trial_end');
  const now = world.clock.now();
  if (days !== null && end !== null) {
    throw invalidRequest('You may only specify one of these parameters: trial_period_days, trial_end.', {
      param: params.name('trial_end'),
    });
  }
  if (end !== null && end <= now) {
    throw invalidRequest('The trial_end timestamp must be in the future.', { param: params.name('trial_end') });
  }
  return days === null ? end : now + days * daySeconds;
}

/**
 * The one currency of all the prices.
 * @throws {ApiError} 400 when a price does not recur, or they differ in rhythm or currency.
 */
export function checkItems(world: World, items: readonly { readonly price: string }[], param: string): string {
  const prices = items.map((item) => findPrice(world, item.price));
  const [first] = prices;
  if (!first) throw invalidRequest(`Missing required param: ${param}.`, { code: 'parameter_missing', param });
  if (prices.some((price) => price.recurring === null)) {
    throw invalidRequest(
      'The price specified is set to `type=one_time` but this field only accepts recurring prices.',
      {
        param,
      },
    );
  }
  const kinds = prices.map(({ currency, recurring }) =>
    [currency, recurring?.interval, recurring?.interval_count].join(' '),
  );
  if (new Set(kinds).size > 1) {
    throw invalidRequest('All prices of a subscription must have the same currency and interval.', { param });
  }
  return first.currency;
}

/** `default_payment_method`, which must belong to the customer. */
export function readCustomersMethod(world: World, params: Params, customer: string): string | null {
  const id = params.string('default_payment_method');
  if (id === null) return null;
  const method = findPaymentMethod(world, id, 'default_payment_method');
  if (method.customer === customer) return method.id;
  throw invalidRequest(
    `The customer does not have a payment method with the ID ${id}. The payment method must be attached to the customer.`,
    { code: 'resource_missing', param: 'default_payment_method' },
  );
}
