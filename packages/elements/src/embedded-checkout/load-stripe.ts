/// <reference path="./stripe-pure.d.ts" />
import type { Stripe } from '@stripe/stripe-js';

/** The one thing of Stripe.js that is used. */
export type StripeCheckouts = Pick<Stripe, 'createEmbeddedCheckoutPage'>;

/** Loads Stripe.js for a publishable key, such as `loadStripe` of `@stripe/stripe-js`. Resolves to null where there is no browser. */
export type LoadStripe = (publishableKey: string) => Promise<StripeCheckouts | null>;

/** Why Stripe's own checkout can't be shown here: no key was set up, or its script did not load, or the page hides it in a shadow tree. */
export type StripeObstacle = 'no_key' | 'not_loaded' | 'shadow_tree';

/** A checkout can't be shown inside the page. Paying on Stripe's own page still works. */
export class EmbeddedCheckoutError extends Error {
  override readonly name = 'EmbeddedCheckoutError';
  readonly code: StripeObstacle;

  constructor(code: StripeObstacle, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Stripe's loader is asked for no sooner than somebody pays, and Stripe.js no sooner than that: it counts visitors. */
const load: LoadStripe = async (publishableKey) => {
  const { loadStripe } = await import('@stripe/stripe-js/pure/index.mjs');
  return loadStripe(publishableKey);
};

/**
 * Stripe.js, for the key that the page was set up with.
 *
 * @throws EmbeddedCheckoutError if there is no key, or if the script is blocked or can't be reached
 */
export async function stripeFor(publishableKey: string | undefined, loader = load): Promise<StripeCheckouts> {
  if (!publishableKey) {
    throw new EmbeddedCheckoutError(
      'no_key',
      'Set `stripePublishableKey` in configureKopai, or `stripe-key` on the provider.',
    );
  }
  const notLoaded = 'Stripe.js did not load: allow https://*.js.stripe.com in script-src and frame-src.';
  const stripe = await loader(publishableKey).catch((cause: unknown) => {
    throw new EmbeddedCheckoutError('not_loaded', notLoaded, { cause });
  });
  if (!stripe) throw new EmbeddedCheckoutError('not_loaded', notLoaded);
  return stripe;
}
