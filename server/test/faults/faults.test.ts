import { expect, test } from 'vitest';
import { runChaos } from '../../chaos/run-chaos.ts';

/** The faults that are over soonest; `npm run chaos` has all of them, many times. */
const only = ['a server is killed', 'the database is killed'];

test('what was acknowledged outlives a killed server and a killed database, once', { timeout: 300_000 }, async () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  const report = await runChaos({ rounds: only.length, seed, only });
  expect(report.findings.all, `seed ${seed}`).toEqual([]);
  expect(report.rounds).toBe(only.length);
  expect(report.acknowledged.charges).toBeGreaterThan(10);
  expect(report.replayed, 'every key met its first answer').toBe(report.acknowledged.calls);
});
