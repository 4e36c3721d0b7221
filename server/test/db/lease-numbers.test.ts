import { expect, test } from 'vitest';
import { leaseNumbers } from '../../src/db/index.ts';
import { freshDatabase } from '../database.ts';
import { until } from '../until.ts';

const options = { kind: 7, below: 4, count: 2, onError: () => undefined };

test('processes have numbers of their own, and give them back; when all are taken they are shared', async () => {
  const { url } = await freshDatabase();
  const first = await leaseNumbers({ ...options, url });
  const second = await leaseNumbers({ ...options, url });
  const crowd = await leaseNumbers({ ...options, url });
  expect(first.numbers()).toEqual([0, 1]);
  expect(second.numbers()).toEqual([2, 3]);
  expect(crowd.numbers()).toEqual([0, 1]);
  await first.close();
  const third = await leaseNumbers({ ...options, url });
  expect(third.numbers()).toEqual([0, 1]);
  await Promise.all([second, crowd, third].map((lease) => lease.close()));
});

test('a lost connection leases anew', async () => {
  const { url, pool } = await freshDatabase();
  const lease = await leaseNumbers({ ...options, url });
  // Other test files have leases of their own on the same server.
  const leases =
    "select pid from pg_stat_activity where application_name = 'kopai lease' and datname = current_database()";
  const [before] = await pool.query<{ pid: number }>(leases);
  await pool.query('select pg_terminate_backend($1, 10000)', [before?.pid]);
  // Whichever of the two is first has the first numbers.
  const next = await leaseNumbers({ ...options, url });
  await until(async () => new Set([...lease.numbers(), ...next.numbers()]).size === 4);
  expect((await pool.query<{ pid: number }>(leases)).map(({ pid }) => pid)).not.toContain(before?.pid);
  await Promise.all([lease.close(), next.close()]);
});
