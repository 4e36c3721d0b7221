import { expect, test } from 'vitest';
import { oneAtATime } from './one-at-a-time.ts';

/** Work that is ended from outside, run by run. */
function gated() {
  const ends: ((failed?: Error) => void)[] = [];
  const work = oneAtATime(() => {
    const run = ends.length;
    return new Promise<number>((resolve, reject) => ends.push((failed) => (failed ? reject(failed) : resolve(run))));
  });
  return { work, ends };
}

test('calls during a run share the next one, which begins after it', async () => {
  const { work, ends } = gated();
  const first = work();
  const [second, third] = [work(), work()];
  expect(ends).toHaveLength(1);
  ends[0]?.();
  expect(await first).toBe(0);
  await Promise.resolve();
  expect(ends).toHaveLength(2);
  const fourth = work();
  ends[1]?.();
  expect(await Promise.all([second, third])).toEqual([1, 1]);
  await Promise.resolve();
  expect(ends).toHaveLength(3);
  ends[2]?.();
  expect(await fourth).toBe(2);
});

test('a run that fails fails for its callers alone', async () => {
  const { work, ends } = gated();
  const first = work();
  const second = work();
  ends[0]?.(new Error('once'));
  await expect(first).rejects.toThrow('once');
  ends[1]?.();
  expect(await second).toBe(1);
  const third = work();
  ends[2]?.();
  expect(await third).toBe(2);
});
