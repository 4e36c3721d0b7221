import { features } from '../features.ts';
import { forgetOldKeys } from '../http/idempotency.ts';
import type { Store } from '../store/store.ts';
import { Chaos } from '../webhooks/chaos.ts';
import { Courier, type RetryPolicy } from '../webhooks/courier.ts';
import { Clock } from './clock.ts';
import type { Dunning } from './dunning.ts';
import type { Logger } from './logger.ts';
import type { Pricing } from './pricing.ts';
import type { World } from './world.ts';

interface WorldParts {
  readonly url: string;
  readonly businessName: string;
  readonly store: Store;
  readonly now: () => number;
  readonly pricing: Pricing;
  readonly dunning: Dunning;
  readonly retries: RetryPolicy;
  readonly logger: Logger;
}

/** Puts one simulator together. */
export function createWorld({ now, retries, ...parts }: WorldParts): World {
  const { store, logger } = parts;
  const clock = new Clock(store, now);
  const chaos = new Chaos();
  const courier = new Courier({ store, clock, chaos, logger, retries });
  let lastTick = 0;
  const world: World = {
    ...parts,
    clock,
    chaos,
    courier,
    kinds: features.flatMap((feature) => feature.kinds ?? []),
    checkoutModes: features.flatMap((feature) => feature.checkoutModes ?? []),
    request: null,
    tellOfPayment(intent) {
      for (const feature of features) feature.onPayment?.(world, intent);
    },
    tick() {
      const second = clock.now();
      if (second === lastTick) return;
      lastTick = second;
      store.transaction(() => {
        for (const feature of features) feature.tick?.(world);
        forgetOldKeys(world);
      });
    },
  };
  return world;
}
