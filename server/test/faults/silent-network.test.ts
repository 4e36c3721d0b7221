import { expect, test } from 'vitest';
import { createPool, inTransaction, isDatabaseUnavailable } from '../../src/db/index.ts';
import { freshDatabase } from '../database.ts';
import { unreliably } from '../unreliable-database.ts';

test('a network that has gone silent is a database that is not there, and none again once it speaks', async () => {
  const { url, network: proxy } = await unreliably((await freshDatabase()).url);
  // The driver gives up 5 s after the statement's own limit.
  const pool = createPool({
    url,
    size: 3,
    applicationName: 'test silence',
    limits: { statement: 2_000 },
  });
  const one = { one: 1 };
  const ask = () => pool.query('select 1 as one');
  const askInside = () => inTransaction(pool, (tx) => tx.query('select 1 as one'));
  expect(await Promise.all([ask(), askInside()])).toEqual([[one], [one]]);

  proxy.hang();
  const silence = await Promise.allSettled([ask(), askInside()]);
  expect(silence.map((end) => end.status === 'rejected' && isDatabaseUnavailable(end.reason))).toEqual([true, true]);
  expect(proxy.heldBack(), 'what was asked is on its way').toBeGreaterThan(0);

  proxy.resume();
  expect(await Promise.all([ask(), askInside()])).toEqual([[one], [one]]);
  await pool.end();
  await proxy.close();
});
