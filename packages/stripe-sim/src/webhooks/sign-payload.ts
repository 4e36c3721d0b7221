import Stripe from 'stripe';

/** The `Stripe-Signature` header of a payload, made by the official client. `timestamp` is in Unix seconds. */
export function signPayload(payload: string, secret: string, timestamp: number): string {
  return Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });
}
