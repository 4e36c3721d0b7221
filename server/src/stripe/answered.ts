import { Problem } from '@kopai/contracts';
import Stripe from 'stripe';
import { isFinal } from './final-answer.ts';

/** Calls Stripe where any failure is the provider's: a refusal is told with its reason, silence as silence. */
export async function answered<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    const said = isFinal(error)
      ? `Stripe refused: ${error.message}`
      : 'Stripe could not be reached, or did not answer in time.';
    throw new Problem('payment_provider_error', said);
  }
}
