import { microcreditsPerCredit } from '@kopai/contracts';
import { createWorld, type World, type WorldOptions } from '../world.ts';

const dayMs = 24 * 60 * 60_000;

/** acme has earned: 126 credits that can be withdrawn and 2.1 that settle tomorrow. Its account at Stripe is ready. */
export function creator(options?: WorldOptions): World {
  const world = createWorld(options);
  world.adjust('user:bob', 1_000n * microcreditsPerCredit, 'Plenty');
  const send = (messageId: string) => world.charges.create({ agentId: 'pitch-doctor', userId: 'bob', messageId });
  for (let i = 1; i <= 120; i++) send(`settled-${i}`);
  world.advance(dayMs);
  for (let i = 1; i <= 2; i++) send(`pending-${i}`);
  world.payouts.complete('acme');
  return world;
}

/** acme has asked for 110 credits, and Stripe sends them as soon as the platform has the money there. */
export function queuedPayout(options?: WorldOptions): World {
  const world = creator(options);
  const { available } = world.organizations.earnings('acme');
  const { id } = world.payouts.create('acme', 110n * microcreditsPerCredit, available);
  world.payouts.settle(id, 'queued');
  return world;
}

/** acme's last payouts failed at its bank: none is sent until the account is corrected. */
export function pausedPayouts(options?: WorldOptions): World {
  const world = creator(options);
  world.payouts.pause('acme');
  return world;
}

/** bob is signed in: a member of acme who has spent 4 of the 5 credits he may spend this week. */
export function budgetedMember(options?: WorldOptions): World {
  const world = createWorld(options);
  world.organizations.setBudget('acme', 'bob', { limit: 5n * microcreditsPerCredit, period: 'week' });
  for (let i = 1; i <= 8; i++) {
    world.charges.create({ agentId: 'brand-voice', userId: 'bob', orgId: 'acme', messageId: `team-${i}` });
  }
  world.session = world.signIn({ userId: 'bob', orgs: [{ id: 'acme', role: 'member' }] });
  return world;
}
