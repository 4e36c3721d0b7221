import { expect, test } from 'vitest';
import { runChaos } from '../../chaos/run-chaos.ts';

/** The faults that are over soonest; `npm run chaos` has all of them, many times. */
const only = ['a server is killed', 'the database is killed'];

test('what was acknowledged outlives a killed server and a killed database, once', { timeout: 150_000 }, async () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  const report = await runChaos({ rounds: only.length, seed, only });
  expect(report, `seed ${seed}`).toMatchObject({ rounds: only.length, lost: [], doubled: [], broken: [] });
  expect(report.acknowledged.charges).toBeGreaterThan(10);
  expect(report.replayed).toBeGreaterThan(10);
});
