import { ApiError, invalidRequest } from '../http/api-error.ts';
import type { Params } from '../http/params.ts';
import { collectInvoice, intentOfInvoice } from '../invoices/collect-invoice.ts';
import type { World } from '../world/world.ts';
import { customerMethodOf } from './default-method.ts';
import { openSubscription } from './open-subscription.ts';
import { readSubscription } from './read-subscription.ts';
import { findSubscription, type SubscriptionRecord } from './subscription.ts';

/**
 * Reads the body of `POST /v1/subscriptions`, and charges the first period as `payment_behavior` says: a card that is
 * refused leaves the subscription `incomplete`, or (`error_if_incomplete`) no subscription at all.
 */
export function createSubscription(world: World, params: Params): SubscriptionRecord {
  const terms = readSubscription(world, params);
  const behaviour =
    params.choice('payment_behavior', ['allow_incomplete', 'default_incomplete', 'error_if_incomplete']) ??
    'allow_incomplete';
  const offSession = params.boolean('off_session') ?? false;
  const { subscription, invoice } = openSubscription(world, terms);
  if (invoice.status === 'open') {
    if (behaviour === 'default_incomplete') intentOfInvoice(world, invoice);
    else {
      const method = terms.defaultPaymentMethod ?? customerMethodOf(world, terms.customer) ?? nothingToChargeTo();
      const refusal = collectInvoice(world, invoice, method, { offSession });
      if (refusal && behaviour === 'error_if_incomplete') throw new ApiError(refusal.status, refusal.details);
    }
  }
  return findSubscription(world, subscription.id);
}

function nothingToChargeTo(): never {
  throw invalidRequest(
    'This customer has no attached payment source or default payment method. Please consider adding a default payment method.',
    { code: 'resource_missing' },
  );
}
