import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createDriverPool } from '../../src/db/index.ts';
import { enqueue, migrateJobs, startJobs } from '../../src/jobs/index.ts';
import { freshDatabase } from '../database.ts';
import { until } from '../until.ts';

const log = pino({ level: 'silent' });

test('a job that was taken, and of which the process was never told, is run soon; one that takes long is left alone', async () => {
  const { url, pool } = await freshDatabase();
  const driver = createDriverPool({ url, size: 6, applicationName: 'unheard' });
  await migrateJobs(driver, log);
  const ran: string[] = [];
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const tasks = {
    long: {
      async run() {
        ran.push('long');
        await finished;
      },
    },
    unheard: {
      run: async (_: unknown, { number }: { number: number }) => void ran.push(`unheard, try ${number}`),
    },
  };
  const jobs = await startJobs(driver, tasks, log, { unheardMs: 1_000 });
  await enqueue(pool, 'long', {}, 'long');
  await until(async () => ran.length === 1);
  // What an answer leaves that was lost on its way: the job is this process's, and was tried, and nothing runs.
  const connection = await pool.connect();
  await connection.command('begin');
  await enqueue(connection, 'unheard', {}, 'unheard');
  await connection.query(
    `update graphile_worker._private_jobs j set locked_at = now(), locked_by = l.locked_by, attempts = 1
     from graphile_worker._private_jobs l where j.key = 'unheard' and l.key = 'long'`,
  );
  await connection.command('commit');
  connection.release();
  await until(async () => ran.length > 1);
  expect(ran).toEqual(['long', 'unheard, try 1']);
  finish();
  await until(async () => (await pool.query('select from graphile_worker.jobs')).length === 0);
  await jobs.stop();
  await driver.end();
});
