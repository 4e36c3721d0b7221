import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { createDriverPool } from '../src/db/index.ts';
import { enqueue, migrateJobs, startJobs } from '../src/jobs/index.ts';
import { freshDatabase } from './database.ts';
import { until } from './until.ts';

const log = pino({ level: 'silent' });

describe('jobs', () => {
  test('that a process took to its grave are taken up by the next one at once, and those of a living one are left to it', async () => {
    const database = await freshDatabase();
    const poolOf = () => createDriverPool({ url: database.url, size: 4, applicationName: 'test jobs' });
    const [first, second] = [poolOf(), poolOf()];
    await migrateJobs(first, log);
    const ran: string[] = [];
    let finish: () => void = () => undefined;
    const living = await startJobs(
      first,
      {
        slow: {
          run: () =>
            new Promise((resolve) => {
              ran.push('living');
              finish = resolve;
            }),
        },
      },
      log,
    );
    await enqueue(database.pool, 'slow', {}, 'slow');
    await until(async () => ran.length === 1);
    await enqueue(database.pool, 'left', {}, 'left');
    await database.pool.query(
      `update graphile_worker._private_jobs set locked_at = now(), locked_by = 'pool-of-the-dead'
       where task_id = (select id from graphile_worker._private_tasks where identifier = 'left')`,
    );
    const tasks = Object.fromEntries(
      ['slow', 'left'].map((name) => [name, { run: async () => void ran.push(`${name} again`) }]),
    );
    const next = await startJobs(second, tasks, log);
    await until(async () => ran.includes('left again'));
    expect(ran).toEqual(['living', 'left again']);
    finish();
    await Promise.all([living.stop(), next.stop()]);
    await Promise.all([first.end(), second.end()]);
    expect(ran).toEqual(['living', 'left again']);
  });
});
