import type { AutoTopupState } from '@kopai/contracts';
import { createWorld, type World, type WorldOptions } from '../world.ts';

/** Every purchase is paid as soon as somebody looks. */
export function promptPayer(options?: WorldOptions): World {
  const world = createWorld(options);
  world.topups.payer = 'pays';
  return world;
}

/** Every purchase ends with the bank saying no. */
export function declinedCard(options?: WorldOptions): World {
  const world = createWorld(options);
  world.topups.payer = 'declines';
  return world;
}

/** alice's wallet tops itself up, and that stands in this state: by default her bank wants to hear from her. */
export function autoTopup(state: AutoTopupState = 'needs_action', options?: WorldOptions): World {
  const world = createWorld(options);
  const settings = { enabled: true, threshold: 5_000_000n, packId: 'standard', monthlyCap: 300_000_000n };
  world.autoTopups.put('user:alice', settings);
  world.autoTopups.set('user:alice', state, {
    actionUrl: state === 'needs_action' ? 'https://checkout.invalid/confirm' : null,
    lastFailure: state === 'paused' || state === 'waiting' ? 'The card was declined.' : null,
  });
  return world;
}

/** alice has the plan Pro. */
export function proPlan(options?: WorldOptions): World {
  const world = createWorld(options);
  world.plans.set('user:alice', 'active');
  return world;
}

/** The last payment for alice's plan failed: she keeps Pro for a week. */
export function pastDuePlan(options?: WorldOptions): World {
  const world = createWorld(options);
  world.plans.set('user:alice', 'past_due');
  return world;
}
