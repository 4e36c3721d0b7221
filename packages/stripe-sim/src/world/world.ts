import type { CheckoutMode } from '../checkout/checkout-mode.ts';
import type { PaymentIntentRecord } from '../payment-intents/payment-intent.ts';
import type { Store } from '../store/store.ts';
import type { Chaos } from '../webhooks/chaos.ts';
import type { Courier } from '../webhooks/courier.ts';
import type { Clock } from './clock.ts';
import type { Dunning } from './dunning.ts';
import type { Kind } from './kind.ts';
import type { Logger } from './logger.ts';
import type { Pricing } from './pricing.ts';

/** The API request whose work is being done; events carry it. */
export interface RequestContext {
  readonly id: string;
  readonly idempotencyKey: string | null;
}

/** One whole simulator. Every handler gets it; nothing lives outside of it, so two of them share nothing. */
export interface World {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string;
  readonly businessName: string;
  readonly store: Store;
  readonly clock: Clock;
  readonly pricing: Pricing;
  readonly dunning: Dunning;
  readonly chaos: Chaos;
  readonly courier: Courier;
  readonly logger: Logger;
  readonly kinds: readonly Kind[];
  readonly checkoutModes: readonly CheckoutMode[];
  /** Does what has fallen due by the simulated time: sessions expire, money becomes available. */
  tick(): void;
  /** Lets every feature know how an attempt to pay an intent went: it succeeded, or wants another payment method. */
  tellOfPayment(intent: PaymentIntentRecord): void;
  /** Handlers are synchronous, so there is one current request at most. */
  request: RequestContext | null;
}
