import { setTimeout as sleep } from 'node:timers/promises';
import type { Dice } from '../test/dice.ts';
import { inDatabase } from './database-process.ts';
import type { Bite, Fault } from './fault.ts';
import type { Broken } from './unreliable-proxy.ts';
import type { World } from './world.ts';

/** Longer than the driver waits for an answer, which is 15 s. */
const beyondPatienceMs = 17_000;

/** Ways in which connections between a server and its database break. */
export const networkFaults: Readonly<Record<string, Fault>> = {
  async 'connections are terminated'({ database }) {
    const ended = await inDatabase(database.url, async (pool) => {
      let count = 0;
      for (let i = 0; i < 15; i++) {
        const rows = await pool.query<{ ended: boolean }>(
          'select pg_terminate_backend(pid) as ended from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
        );
        count += rows.filter((row) => row.ended).length;
        await sleep(80);
      }
      return count;
    });
    return { bit: ended > 0, how: `PostgreSQL ended ${ended} connections` };
  },
  'connections are cut': ({ proxies }, dice) => again(10, 200, dice, () => proxies[dice.roll(2)]?.cut()),
  async 'connections are closed on one side'({ proxies }, dice) {
    const bite = await again(4, 500, dice, () => proxies[dice.roll(2)]?.halfClose());
    // A network that has lost one direction is found out in the end.
    for (const proxy of proxies) proxy.cut();
    return bite;
  },
  async 'the network hangs, then breaks'(world, dice) {
    const { proxy, bite } = await hang(world, dice, 1_000 + dice.roll(2_000));
    proxy.cut();
    proxy.resume();
    return bite;
  },
  async 'the network hangs, then goes on'(world, dice) {
    const { proxy, bite } = await hang(world, dice, 1_000 + dice.roll(2_000));
    proxy.resume();
    return bite;
  },
  async 'the network hangs for longer than anybody waits'(world, dice) {
    const { proxy, bite } = await hang(world, dice, beyondPatienceMs);
    proxy.resume();
    return bite;
  },
};

/** Breaks connections so many times, with random pauses. It has bitten when one of them was in the middle of a statement. */
async function again(times: number, pauseMs: number, dice: Dice, act: () => Broken | undefined): Promise<Bite> {
  let [connections, waiting] = [0, 0];
  for (let i = 0; i < times; i++) {
    const broken = act();
    connections += broken?.connections ?? 0;
    waiting += broken?.waiting ?? 0;
    await sleep(dice.roll(pauseMs));
  }
  return { bit: waiting > 0, how: `${connections} connections, ${waiting} of them in the middle of a statement` };
}

async function hang({ proxies }: World, dice: Dice, ms: number) {
  const proxy = proxies[dice.roll(proxies.length)];
  if (!proxy) throw new Error('there is a proxy for each server');
  proxy.hang();
  await sleep(ms);
  const held = proxy.heldBack();
  const how = `the network was silent for ${ms} ms, and held back what ${held} connections said`;
  return { proxy, bite: { bit: held > 0, how } };
}
