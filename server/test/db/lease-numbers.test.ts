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
  await pool.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'kopai lease'");
  const next = await leaseNumbers({ ...options, url });
  expect(next.numbers()).toEqual([0, 1]);
  await until(async () => lease.numbers()[0] === 2);
  await Promise.all([lease.close(), next.close()]);
});
