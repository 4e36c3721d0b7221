import { expect, test, vi } from 'vitest';
import { createPool, isUniqueViolation, sqlState, statement } from '../../src/db/index.ts';
import { freshDatabase } from '../database.ts';

const { url, pool } = await freshDatabase();

test('int8 comes out as bigint, alone and in arrays, and goes in the same way', async () => {
  const big = 9_007_199_254_740_993n;
  const rows = await pool.query('select $1::int8 as one, $2::int8[] as many, null::int8 as none', [big, [big, null]]);
  expect(rows).toEqual([{ one: big, many: [big, null], none: null }]);
});

test('a named statement is prepared once on a connection', async () => {
  const answer = statement('answer', 'select $1::int4 * 2 as twice');
  const connection = await pool.connect();
  try {
    for (const value of [1, 2, 3]) expect(await connection.query(answer, [value])).toEqual([{ twice: value * 2 }]);
    const prepared = await connection.query('select name from pg_prepared_statements');
    expect(prepared).toEqual([{ name: 'answer' }]);
  } finally {
    connection.release();
  }
  expect(() => statement('', 'select 1')).toThrow(RangeError);
  expect(() => statement('x'.repeat(64), 'select 1')).toThrow(RangeError);
});

test('a refused row names its constraint and keeps its connection', async () => {
  const single = createPool({ url, size: 1, applicationName: 'test' });
  try {
    await single.query('create table once (id int4 constraint once_key primary key)');
    await single.query('insert into once values (1)');
    const backend = await single.query('select pg_backend_pid() as pid');
    const refusal = await single.query('insert into once values (1)').catch((error: unknown) => error);
    expect(isUniqueViolation(refusal)).toBe(true);
    expect(isUniqueViolation(refusal, 'once_key')).toBe(true);
    expect(isUniqueViolation(refusal, 'another_key')).toBe(false);
    expect(await single.query('select pg_backend_pid() as pid')).toEqual(backend);
  } finally {
    await single.end();
  }
});

test('statements, lock waits and idle transactions have limits', async () => {
  const limits = { statement: 300, lock: 100, idleInTransaction: 100 };
  const hasty = createPool({ url, size: 2, applicationName: 'hasty', limits });
  try {
    await pool.query('create table locked (id int4)');
    const slow = await hasty.query('select pg_sleep(5)').catch((error: unknown) => error);
    expect(sqlState(slow)).toBe('57014');
    const holder = await pool.connect();
    await holder.command('begin');
    await holder.query('lock table locked');
    const blocked = await hasty.query('select from locked').catch((error: unknown) => error);
    expect(sqlState(blocked)).toBe('55P03');
    await holder.command('rollback');
    holder.release();

    const idler = await hasty.connect();
    await idler.command('begin');
    const sessions = `select from pg_stat_activity where application_name = 'hasty' and state = 'idle in transaction'`;
    await vi.waitUntil(async () => (await pool.query(sessions)).length === 0, { timeout: 5_000 });
    await expect(idler.command('select 1')).rejects.toThrow();
    idler.release(true);
    expect(await hasty.query('select 1 as one')).toEqual([{ one: 1 }]);
  } finally {
    await hasty.end();
  }
});

test('connections the server ends are reported and replaced', async () => {
  const onConnectionError = vi.fn<(error: Error) => void>();
  const watched = createPool({ url, size: 2, applicationName: 'watched', onConnectionError });
  try {
    await watched.query('select 1');
    await pool.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'watched'`);
    await vi.waitUntil(() => onConnectionError.mock.calls.length > 0);
    expect(await watched.query('select 1 as one')).toEqual([{ one: 1 }]);
  } finally {
    await watched.end();
  }
});
