import { setTimeout as sleep } from 'node:timers/promises';
import { inDatabase, untilAnswers } from './database-process.ts';
import type { Fault } from './fault.ts';
import type { World } from './world.ts';

const hourMs = 60 * 60_000;

/** Ways in which processes end, and in which their clocks go wrong. */
export const processFaults: Readonly<Record<string, Fault>> = {
  async 'a server is killed'({ servers }, dice) {
    const which = dice.roll(2);
    const bit = (await servers[which]?.kill()) ?? false;
    await sleep(dice.roll(500));
    await servers[which]?.start();
    return { bit, how: `server ${which} ended by SIGKILL and was started again` };
  },
  async 'both servers are killed'({ servers }) {
    const killed = await Promise.all(servers.map((server) => server.kill()));
    await Promise.all(servers.map((server) => server.start()));
    return { bit: killed.every(Boolean), how: `${killed.filter(Boolean).length} servers ended by SIGKILL` };
  },
  async 'the database is killed'(world) {
    const before = await startedAt(world);
    await world.database.kill();
    await untilAnswers(world.database.url);
    return { bit: (await startedAt(world)) !== before, how: 'PostgreSQL ended by SIGKILL and recovered' };
  },
  async 'everything is killed'(world) {
    const before = await startedAt(world);
    const [, ...killed] = await Promise.all([world.database.kill(), ...world.servers.map((server) => server.kill())]);
    await untilAnswers(world.database.url);
    await Promise.all(world.servers.map((server) => server.start()));
    const bit = killed.every(Boolean) && (await startedAt(world)) !== before;
    return { bit, how: `PostgreSQL and ${killed.filter(Boolean).length} servers ended by SIGKILL` };
  },
  /** Apart by up to half a day, and back. */
  async 'clocks jump'(world, dice) {
    const before = await nextTransaction(world);
    const hours = world.servers.map(() => (1 + dice.roll(6)) * dice.pick([1, -1]));
    world.servers.forEach((server, i) => {
      server.moveClock((hours[i] ?? 0) * hourMs);
    });
    await sleep(1_500);
    for (const server of world.servers) server.moveClock(0);
    const made = await chargesOfAnotherTime(world, before);
    return { bit: made > 0n, how: `clocks went by ${hours.join(' and ')} hours, and made ${made} charges so` };
  },
};

const startedAt = ({ database }: World): Promise<string> =>
  inDatabase(database.url, async (pool) => {
    const [started] = await pool.query<{ at: string }>('select pg_postmaster_start_time()::text as at');
    return started?.at ?? '';
  });

const nextTransaction = ({ database }: World): Promise<string> =>
  inDatabase(database.url, async (pool) => {
    const [next] = await pool.query<{ id: string }>('select pg_current_xact_id()::text as id');
    return next?.id ?? '';
  });

/** Charges written since a transaction whose own time is an hour or more from the time at which they were written. */
const chargesOfAnotherTime = ({ database }: World, since: string): Promise<bigint> =>
  inDatabase(database.url, async (pool) => {
    const [moved] = await pool.query<{ count: bigint }>(
      `select count(*) from charges where xmin::text::bigint >= $1::bigint
         and created_at not between now() - interval '59 minutes' and now() + interval '59 minutes'`,
      [since],
    );
    return moved?.count ?? 0n;
  });
