import { expect, test } from 'vitest';
import { runFailover } from './run-failover.ts';

test('what was acknowledged outlives a lost primary, once, on its synchronous standby', {
  timeout: 90_000,
}, async () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  const report = await runFailover({ seed, loadMs: 1_500 });
  expect(report, `seed ${seed}`).toMatchObject({ lost: [], doubled: [], broken: [] });
  expect(report.acknowledged.charges).toBeGreaterThan(20);
  expect(report.retries, 'the loss was felt').toBeGreaterThan(0);
  expect(report.replayed).toBeGreaterThan(20);
});
