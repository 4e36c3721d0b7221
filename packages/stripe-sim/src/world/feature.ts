import type { CheckoutMode } from '../checkout/checkout-mode.ts';
import type { ApiRoute, ControlRoute, PageRoute } from '../http/route.ts';
import type { PaymentIntentRecord } from '../payment-intents/payment-intent.ts';
import type { Kind } from './kind.ts';
import type { World } from './world.ts';

/**
 * A part of Stripe: what it answers, what `expand[]` finds in it, and what happens in it by time alone. A new part is a
 * new folder with one of these, and one line in `features.ts`.
 */
export interface Feature {
  readonly api?: readonly ApiRoute[];
  readonly pages?: readonly PageRoute[];
  readonly controls?: readonly ControlRoute[];
  readonly kinds?: readonly Kind[];
  readonly checkoutModes?: readonly CheckoutMode[];
  /** Follows up on an attempt to pay, inside its transaction. */
  readonly onPayment?: (world: World, intent: PaymentIntentRecord) => void;
  /** Does what has fallen due. Called inside a transaction whenever the simulated second has changed. */
  readonly tick?: (world: World) => void;
}
