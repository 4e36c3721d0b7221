import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyTally, fuzz, fuzzed } from '../../fuzz/fuzz.ts';
import { openTarget, type Target } from '../../fuzz/open-target.ts';
import { freshDatabase } from '../database.ts';

/** A fixed seed: what is tried here is the same each time, and `npm run fuzz` tries other things for as long as it is told. */
const round = { seed: 20_261_123, alone: 600, together: 40 };

let target: Target;
beforeAll(async () => {
  target = await openTarget((await freshDatabase()).url);
});
afterAll(() => target.close());

test('no request that the document can make breaks the server or its promises', { timeout: 60_000 }, async () => {
  const tally = emptyTally();
  await fuzz(target, round, tally);
  expect(tally.failures).toEqual([]);
  expect(tally.byRoute.size, 'every operation was asked').toBe(fuzzed().operations.length);
  expect(tally.byStatus.get(200), 'and many succeeded').toBeGreaterThan(80);
});
