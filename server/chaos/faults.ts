import { setTimeout as sleep } from 'node:timers/promises';
import { createPool } from '../src/db/index.ts';
import type { Dice } from '../test/dice.ts';
import type { World } from './world.ts';

/** One way to break things; when it settles the cause is gone, and what it left is not. */
export type Fault = (world: World, dice: Dice) => Promise<void>;

const hourMs = 60 * 60_000;

/** Restarts every server that isn't running. */
async function restart({ servers }: World, which: readonly number[]): Promise<void> {
  await Promise.all(which.map((i) => servers[i]?.start()));
}

/** Everything that is broken, by what the report calls it. */
export const faults: Readonly<Record<string, Fault>> = {
  async 'a server is killed'(world, dice) {
    const which = dice.roll(2);
    await world.servers[which]?.kill();
    await sleep(dice.roll(500));
    await restart(world, [which]);
  },
  async 'both servers are killed'(world) {
    await Promise.all(world.servers.map((server) => server.kill()));
    await restart(world, [0, 1]);
  },
  'the database is killed': ({ database }) => database.kill(),
  async 'everything is killed'(world) {
    await Promise.all([world.database.kill(), ...world.servers.map((server) => server.kill())]);
    await untilDatabaseAnswers(world);
    await restart(world, [0, 1]);
  },
  async 'connections are terminated'({ database }) {
    await inDatabase(database.url, async (pool) => {
      for (let i = 0; i < 15; i++) {
        await pool.query(
          'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
        );
        await sleep(80);
      }
    });
  },
  async 'connections are cut'({ proxies }, dice) {
    for (let i = 0; i < 10; i++) {
      proxies[dice.roll(2)]?.cut();
      await sleep(dice.roll(200));
    }
  },
  async 'connections are closed on one side'({ proxies }, dice) {
    for (let i = 0; i < 5; i++) {
      proxies[dice.roll(2)]?.halfClose();
      await sleep(dice.roll(300));
    }
  },
  async 'the network hangs, then breaks'({ proxies }, dice) {
    const proxy = proxies[dice.roll(2)];
    proxy?.hang();
    await sleep(1_000 + dice.roll(2_000));
    proxy?.cut();
    proxy?.resume();
  },
  async 'the network hangs, then goes on'({ proxies }, dice) {
    const proxy = proxies[dice.roll(2)];
    proxy?.hang();
    await sleep(1_000 + dice.roll(2_000));
    proxy?.resume();
  },
  /** Longer than the server waits for a lock, which is 5 s. */
  async 'a wallet is locked'({ database, users }, dice) {
    await inDatabase(database.url, async (pool) => {
      const sitter = await pool.connect();
      await sitter.command('begin');
      await sitter.query('select from ledger_accounts where account = $1 for update', [
        `wallet:user:${dice.pick(users)}`,
      ]);
      await sleep(6_000);
      await sitter.command('rollback');
      sitter.release();
    });
  },
  'the disk stalls': ({ database }, dice) => database.stall(1_000 + dice.roll(2_500)),
  ...(process.platform === 'linux' && {
    'the disk is full': (({ database }) => database.fillDisk(1_500)) satisfies Fault,
  }),
  async 'Stripe fails and hangs'({ side }) {
    await side.control('chaos', { error500AfterCommit: 4, error500BeforeCommit: 4, hangAfterCommit: 2 });
    await sleep(2_000);
    await side.control('chaos', {});
  },
  async 'Stripe tells twice, late and in disorder'({ side }) {
    await side.control('chaos', { twice: true, outOfOrder: true, late: 5, lateMs: 700, drop: 3 });
    await sleep(2_000);
    await side.control('chaos', {});
  },
  async 'clocks jump'({ servers }, dice) {
    for (const server of servers) server.moveClock((dice.roll(13) - 6) * hourMs);
    await sleep(1_500);
    for (const server of servers) server.moveClock(0);
  },
};

/** Waits until the database takes connections, which after a kill it does once it has read its log again. */
export async function untilDatabaseAnswers({ database }: Pick<World, 'database'>): Promise<void> {
  for (const untilMs = performance.now() + 60_000; ; await sleep(50)) {
    try {
      await inDatabase(database.url, (pool) => pool.query('select 1'));
      return;
    } catch (error) {
      if (performance.now() > untilMs) throw error;
    }
  }
}

/** Works on the database itself, past the proxies. */
export async function inDatabase<T>(
  url: string,
  work: (pool: ReturnType<typeof createPool>) => Promise<T>,
): Promise<T> {
  const pool = createPool({ url, size: 1, applicationName: 'chaos', limits: { statement: 60_000 } });
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}
