import { Writable } from 'node:stream';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { createDriverPool } from '../src/db/index.ts';
import { enqueue, migrateJobs, startJobs } from '../src/jobs/index.ts';
import { createLog } from '../src/log.ts';
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

  test('that fail are told without what they are about: as a warning while they are tried again, as an error in the end', async () => {
    const database = await freshDatabase();
    const pool = createDriverPool({ url: database.url, size: 4, applicationName: 'test jobs' });
    let said = '';
    const sink = new Writable({
      write(chunk, _encoding, done) {
        said += chunk;
        done();
      },
    });
    const talkative = createLog('trace', sink);
    await migrateJobs(pool, talkative);
    const failing = {
      run: async () => {
        await database.pool.query(
          "insert into models (id, name, infra, updated_at) values ('canary-row', 'x', -1, now())",
        );
      },
    };
    const jobs = await startJobs(pool, { failing }, talkative);
    await enqueue(database.pool, 'failing', { wallet: 'user:canary.person@example.com' }, 'failing:canary');
    await database.pool.query(
      `select graphile_worker.add_job('failing', '{"wallet":"user:canary.once@example.com"}', max_attempts => 1)`,
    );
    const told = () =>
      said
        .split('\n')
        .filter((line) => line.includes('a job failed'))
        .map((line) => JSON.parse(line));
    await until(async () => told().length === 2);
    await jobs.stop();
    await pool.end();
    const [again, last] = told().sort((a, b) => a.level - b.level);
    expect(again).toMatchObject({ level: 40, msg: 'a job failed, and is tried again', attempt: 1, attempts: 16 });
    expect(last).toMatchObject({ level: 50, msg: 'a job failed for the last time, and is given up', attempt: 1 });
    for (const line of [again, last])
      expect(line).toMatchObject({ task: 'failing', job: expect.stringMatching(/^\d+$/), err: { code: '23514' } });
    expect(said, 'whom a job is about, and what the database refused').not.toMatch(/canary/);
  });

  test('that come round by themselves leave nothing behind when they fail: they are counted, and come round again', async () => {
    const database = await freshDatabase();
    const pool = createDriverPool({ url: database.url, size: 4, applicationName: 'test jobs' });
    await migrateJobs(pool, log);
    const round = {
      cron: '* * * * *',
      run: async () => {
        throw new Error('it broke');
      },
    };
    const jobs = await startJobs(pool, { round }, log);
    expect(jobs.failedRounds().round).toBe(0);
    await database.pool.query(`select graphile_worker.add_job('round', '{}', max_attempts => 1)`);
    await until(async () => (jobs.failedRounds().round ?? 0) >= 1);
    await until(async () => (await database.pool.query('select 1 from graphile_worker.jobs')).length === 0);
    await jobs.stop();
    await pool.end();
  });
});
