import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDriverPool, type DriverPool } from '../../src/db/index.ts';
import { enqueue, migrateJobs, startJobs } from '../../src/jobs/index.ts';
import { freshDatabase, type TestDatabase } from '../database.ts';
import { until } from '../until.ts';

const log = pino({ level: 'silent' });

/** How long the queue may take to end a job, in ms: a try that fails twice comes again after ten seconds and more. */
const patienceMs = 60_000;

describe('a job queue whose database fails while a job ends', { timeout: 2 * patienceMs }, () => {
  let database: TestDatabase;
  const rejections: unknown[] = [];
  const onRejection = (reason: unknown) => rejections.push(reason);
  beforeAll(async () => {
    database = await freshDatabase();
    await migrateJobs(createAndKeep(), log);
    process.on('unhandledRejection', onRejection);
  });
  afterAll(async () => {
    process.off('unhandledRejection', onRejection);
    await Promise.all(pools.map((pool) => pool.end()));
  });
  const pools: DriverPool[] = [];
  const createAndKeep = (name = 'migration', limits = {}): DriverPool => {
    const pool = createDriverPool({ url: database.url, size: 4, applicationName: name, limits });
    pools.push(pool);
    return pool;
  };
  /** The statement that says that a job has ended, held up by a lock of ours. */
  const heldUp = (name: string) =>
    database.pool.query<{ pid: number }>(
      `select pid from pg_stat_activity
       where application_name = $1 and datname = current_database() and wait_event_type = 'Lock'`,
      [name],
    );
  const left = async (task: string) =>
    (await database.pool.query('select from graphile_worker.jobs where task_identifier = $1', [task])).length;

  /** Runs a job and holds up its end; `fail` has that fail. Then nothing is in the way any more. */
  async function endWhile(name: string, limits: object, fail: () => Promise<void>): Promise<string[]> {
    const ran: string[] = [];
    const run = async (payload: unknown) => void ran.push(String(payload));
    const holder = await database.pool.connect();
    const lockOnce = async (payload: unknown) => {
      await holder.command('begin');
      await holder.command('set local idle_in_transaction_session_timeout = 0');
      await holder.query('select from graphile_worker._private_jobs for update');
      await run(payload);
    };
    const jobs = await startJobs(
      createAndKeep(name, limits),
      { [`${name}-ends`]: { run: lockOnce }, [name]: { run } },
      log,
    );
    try {
      await enqueue(database.pool, `${name}-ends`, 'first', `${name}-ends`);
      await until(async () => (await heldUp(name)).length > 0);
      await fail();
      await holder.command('rollback');
      holder.release();
      await until(async () => (await left(`${name}-ends`)) === 0, patienceMs);
      await enqueue(database.pool, name, 'next', name);
      await until(async () => (await left(name)) === 0, patienceMs);
    } finally {
      await jobs.stop();
    }
    return ran;
  }

  test('ends it when the connection is there again, once, and goes on', async () => {
    const ran = await endWhile('terminated', {}, async () => {
      for (const { pid } of await heldUp('terminated'))
        await database.pool.query('select pg_terminate_backend($1, 5000)', [pid]);
    });
    expect(ran).toEqual(['first', 'next']);
    expect(rejections).toEqual([]);
  });

  test('ends it when the statement was given up for waiting too long, once, and goes on', async () => {
    const ran = await endWhile('hasty', { lock: 1_000 }, async () => {
      await until(async () => (await heldUp('hasty')).length === 0);
    });
    expect(ran).toEqual(['first', 'next']);
    expect(rejections).toEqual([]);
  });
});
