/** Stripe's own declarations of this file name others without an extension, which an ES module can't follow. */
declare module '@stripe/stripe-js/pure/index.mjs' {
  export const loadStripe: typeof import('@stripe/stripe-js').loadStripe;
}
