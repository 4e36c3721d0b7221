import type { KopaiSettings } from '@kopai/elements';

type LoadStripe = NonNullable<KopaiSettings['loadStripe']>;
type Loaded = Awaited<ReturnType<LoadStripe>>;

/** What the simulator's script defines, as Stripe.js does. */
declare global {
  var Stripe: ((publishableKey: string) => Loaded) | undefined;
}

/** Loads the simulator's Stripe.js. A site with real payments leaves this out: the elements load Stripe's own by themselves. */
export const simulatedStripe =
  (scriptUrl: string): LoadStripe =>
  async (publishableKey) => {
    await import(scriptUrl);
    return globalThis.Stripe?.(publishableKey) ?? null;
  };
