import { expect, test, vi } from 'vitest';
import { createPipeline, isDatabaseUnavailable, isUniqueViolation } from '../../src/db/index.ts';
import { freshDatabase } from '../database.ts';

const { url, pool } = await freshDatabase();
await pool.query('create table steps (name text primary key, at timestamptz not null default clock_timestamp())');

const open = (applicationName: string) => createPipeline({ url, applicationName });

test('a statement runs behind the one before it without waiting for this process to hear of that', async () => {
  const pipeline = open('busy');
  try {
    await pipeline.query('select 1');
    const first = pipeline.query("insert into steps select 'first' from pg_sleep(0.1)");
    const second = pipeline.query("insert into steps values ('second')");
    // Both are given to the system in this turn; in the next one this process is deaf until long after both are done.
    await new Promise((resolve) => setImmediate(resolve));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000);
    const heardAt = Date.now();
    await Promise.all([first, second]);
    const steps = await pool.query<{ name: string; at: Date }>('select name, at from steps order by at');
    expect(steps.map(({ name }) => name)).toEqual(['first', 'second']);
    expect(steps[1]?.at.getTime()).toBeLessThan(heardAt);
  } finally {
    await pipeline.end();
  }
});

test('each statement is a transaction of its own: one that is refused takes no other with it', async () => {
  const pipeline = open('refused');
  try {
    const backend = await pipeline.query('select pg_backend_pid() as pid');
    const insert = (name: string) => pipeline.query('insert into steps (name) values ($1)', [name]);
    const settled = await Promise.allSettled([insert('one'), insert('one'), insert('two')]);
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(settled[1]).toMatchObject({ reason: expect.toSatisfy(isUniqueViolation) });
    expect(await pool.query("select name from steps where name in ('one', 'two') order by at")).toEqual([
      { name: 'one' },
      { name: 'two' },
    ]);
    expect(await pipeline.query('select pg_backend_pid() as pid'), 'and the connection is kept').toEqual(backend);
  } finally {
    await pipeline.end();
  }
});

test('where the connection breaks all that was under way is told, and the next one has a new connection', async () => {
  const pipeline = open('broken');
  try {
    await pipeline.query('select 1');
    const all = [pipeline.query('select pg_sleep(30)'), pipeline.query("insert into steps (name) values ('never')")];
    const settled = Promise.allSettled(all);
    const sessions = "select pid from pg_stat_activity where application_name = 'broken' and state = 'active'";
    await vi.waitUntil(async () => (await pool.query(sessions)).length === 1);
    await pool.query(`select pg_terminate_backend(pid) from (${sessions}) s`);
    for (const one of await settled)
      expect(one).toMatchObject({ status: 'rejected', reason: expect.toSatisfy(isDatabaseUnavailable) });
    expect(await pipeline.query('select 1 as one')).toEqual([{ one: 1 }]);
    expect(await pool.query("select from steps where name = 'never'")).toEqual([]);
  } finally {
    await pipeline.end();
  }
});

test('a database that is not there is told to each, and asked again by the next', async () => {
  const pipeline = createPipeline({ url: 'postgres://nobody@127.0.0.1:1/none', applicationName: 'nowhere' });
  const settled = await Promise.allSettled([pipeline.query('select 1'), pipeline.query('select 2')]);
  settled.push(...(await Promise.allSettled([pipeline.query('select 3')])));
  expect(settled).toHaveLength(3);
  for (const one of settled)
    expect(one).toMatchObject({ status: 'rejected', reason: expect.toSatisfy(isDatabaseUnavailable) });
  await pipeline.end();
});
