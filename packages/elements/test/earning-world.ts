import { createWorld, type World } from '@kopai/mocks';

const dayMs = 24 * 60 * 60_000;

/** A world in which the agents of the organization `acme` earned: 126 credits that have settled, and 2.1 that have not. */
export function earningWorld(): World {
  const world = createWorld();
  world.adjust('user:bob', 1_000_000_000n, 'Plenty');
  const send = (messageId: string) => world.charges.create({ agentId: 'pitch-doctor', userId: 'bob', messageId });
  for (let i = 0; i < 120; i++) send(`settled-${i}`);
  world.advance(dayMs);
  for (let i = 0; i < 2; i++) send(`pending-${i}`);
  return world;
}

/** Signs bob in, who is a member of acme and may not manage it. */
export function asMember(world: World): World {
  world.session = world.signIn({ userId: 'bob', orgs: [{ id: 'acme', role: 'member' }] });
  return world;
}
