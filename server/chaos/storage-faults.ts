import { setTimeout as sleep } from 'node:timers/promises';
import { inDatabase } from './database-process.ts';
import type { Fault } from './fault.ts';

/** Longer than the server waits for a lock, which is 5 s. */
const beyondLocksMs = 6_000;

/** Longer than the server lets a statement run, which is 10 s. */
const beyondStatementsMs = 11_000;

/** By a limit that only Linux can set on a running process. */
const diskIsFull: Fault = async ({ database }) => {
  const refused = database.hear(/File too large|No space left on device/);
  await database.fillDisk(1_500);
  await database.revive();
  const count = refused();
  return { bit: count > 0, how: `PostgreSQL could not write ${count} times` };
};

/** Ways in which a database is there and does not do what it is asked. */
export const storageFaults: Readonly<Record<string, Fault>> = {
  async 'a wallet is locked'({ database, users }, dice) {
    const timedOut = database.hear(/canceling statement due to lock timeout/);
    await inDatabase(database.url, async (pool) => {
      const sitter = await pool.connect();
      await sitter.command('begin');
      await sitter.query('select from ledger_accounts where account = $1 for update', [
        `wallet:user:${dice.pick(users)}`,
      ]);
      await sleep(beyondLocksMs);
      await sitter.command('rollback');
      sitter.release();
    });
    const count = timedOut();
    return { bit: count > 0, how: `${count} statements waited for a lock until they were given up` };
  },
  async 'the disk stalls'({ database }, dice) {
    const stopped = await database.stall(1_000 + dice.roll(2_500));
    return { bit: stopped > 0, how: `${stopped} processes of PostgreSQL stood still` };
  },
  async 'the disk stalls for longer than a statement may take'({ database }) {
    const timedOut = database.hear(/canceling statement due to (statement|lock) timeout/);
    const stopped = await database.stall(beyondStatementsMs);
    await sleep(1_000);
    const count = timedOut();
    return { bit: count > 0, how: `${stopped} processes stood still, ${count} statements were given up` };
  },
  ...(process.platform === 'linux' && { 'the disk is full': diskIsFull }),
};
