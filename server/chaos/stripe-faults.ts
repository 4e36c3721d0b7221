import { setTimeout as sleep } from 'node:timers/promises';
import type { Bite, Fault } from './fault.ts';
import type { World } from './world.ts';

/** How long Stripe has for the strikes it was given, in ms; it is as it should be afterwards. */
const strikesWithinMs = 3_000;

/** Ways in which Stripe does not do what it should. A call that hangs is given up by the server after 15 s. */
export const stripeFaults: Readonly<Record<string, Fault>> = {
  'Stripe fails before or after it has done what it was asked': (world) =>
    strikes(world, { error500BeforeCommit: 12, error500AfterCommit: 12 }),
  'Stripe does what it was asked and never answers': (world) => strikes(world, { hangAfterCommit: 4 }),
  'Stripe tells twice': (world) => strikes(world, { twice: 40 }),
  'Stripe tells late, in disorder, or not at all': (world) =>
    strikes(world, { late: 10, lateMs: 700, drop: 3, outOfOrder: 10 }),
};

/** Calls that the server makes, and nobody else here: a strike must not be spent on the one who pays. */
const callsOfTheServer = ['POST /v1/checkout/sessions', 'POST /v1/customers', 'POST /v1/transfers'];

/** Gives Stripe its strikes, and counts how many of each kind were dealt. */
async function strikes({ side }: World, given: Readonly<Record<string, number>>): Promise<Bite> {
  const { lateMs: _, ...counted } = given;
  await side.control('chaos', { ...given, requests: callsOfTheServer });
  await sleep(strikesWithinMs);
  const left = await side.look('chaos');
  await side.control('chaos', {});
  const dealt = Object.entries(counted).map(([name, times]) => ({ name, times: times - Number(left[name] ?? 0) }));
  return {
    bit: dealt.every(({ times }) => times > 0),
    how: dealt.map(({ name, times }) => `${name} ${times}x`).join(),
  };
}
