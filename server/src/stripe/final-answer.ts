import type Stripe from 'stripe';

/**
 * Whether Stripe has said no for good. 409 and 429 pass by themselves, 401 and 403 are ours to mend, and a broken connection or a 5xx says nothing
 * about what happened: those may be sent again under the same key. Any other 4xx is final.
 */
export function isFinal({ statusCode = 0 }: InstanceType<typeof Stripe.errors.StripeError>): boolean {
  return statusCode >= 400 && statusCode < 500 && ![401, 403, 409, 429].includes(statusCode);
}
