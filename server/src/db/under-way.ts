import type { Pool } from './pool.ts';

/**
 * Runs work that must not run twice at once, in whatever process: under a lock of the session's own, so that the lock ends with the process that
 * holds it. For work that asks others over the network: it keeps a connection, and no transaction.
 *
 * @returns undefined, and nothing is run, while it is under way elsewhere
 */
export async function unlessUnderWay<T>(pool: Pool, name: string, work: () => Promise<T>): Promise<T | undefined> {
  const connection = await pool.connect();
  // A connection that may still hold the lock is closed, which gives it back.
  let broken = true;
  try {
    const [row] = await connection.query<{ taken: boolean }>(
      'select pg_try_advisory_lock(hashtextextended($1, 0)) as taken',
      [name],
    );
    if (row?.taken !== true) {
      broken = false;
      return undefined;
    }
    try {
      return await work();
    } finally {
      await connection.query('select pg_advisory_unlock(hashtextextended($1, 0))', [name]);
      broken = false;
    }
  } finally {
    connection.release(broken);
  }
}
