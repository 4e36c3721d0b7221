import { EmbeddedCheckoutError } from '../embedded-checkout/load-stripe.ts';
import { problemText } from '../sections/failure-view.ts';
import { topupWords } from '../words/topup-words.ts';

/** Why the checkout did not open, in words that a payer understands; undefined when it did. */
export function checkoutProblem(refusal: unknown, locale: string): string | undefined {
  if (refusal instanceof EmbeddedCheckoutError) return topupWords(locale).obstacles[refusal.code];
  return refusal === undefined ? undefined : problemText(refusal, locale);
}
