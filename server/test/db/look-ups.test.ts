import { expect, onTestFinished, test, vi } from 'vitest';
import { LookUps } from '../../src/db/index.ts';

test('concurrent callers share a query, and each key is asked for after its caller asked', async () => {
  const asked: string[][] = [];
  let answer = 'first';
  const open: (() => void)[] = [];
  const lookUps = new LookUps<string, string>(async (keys) => {
    asked.push([...keys]);
    const seen = answer;
    await new Promise<void>((resolve) => open.push(resolve));
    return new Map(keys.filter((key) => key !== 'nobody').map((key) => [key, `${key} ${seen}`]));
  });
  const early = [lookUps.get('a'), lookUps.get('a'), lookUps.get('b'), lookUps.get('nobody')];
  await Promise.resolve();
  await Promise.resolve();
  expect(asked).toEqual([['a', 'b', 'nobody']]);
  // Changed while the query was under way: who asks now must not get its answer.
  answer = 'second';
  const late = lookUps.get('a');
  open.shift()?.();
  expect(await Promise.all(early)).toEqual(['a first', 'a first', 'b first', undefined]);
  await Promise.resolve();
  open.shift()?.();
  expect(await late).toBe('a second');
  expect(asked).toHaveLength(2);
});

test('a query that fails fails those who asked, and nobody after them', async () => {
  let broken = true;
  const lookUps = new LookUps<string, string>(async () => {
    if (broken) throw new Error('no connection');
    return new Map([['a', '1']]);
  });
  await expect(Promise.all([lookUps.get('a'), lookUps.get('b')])).rejects.toThrow('no connection');
  broken = false;
  expect(await lookUps.get('a')).toBe('1');
});

test('what was found is remembered for as long as was said from the question on, and that nothing was found is not', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const asked: string[] = [];
  const find = async (keys: readonly string[]) => {
    asked.push(...keys);
    // The answer takes a while, which counts.
    vi.advanceTimersByTime(30);
    return new Map(keys.filter((key) => key === 'a').map((key) => [key, `${key}${asked.length}`]));
  };
  const lookUps = new LookUps<string, string>(find, { rememberMs: 100 });
  expect(await lookUps.get('a')).toBe('a1');
  vi.advanceTimersByTime(69);
  expect(await lookUps.get('a')).toBe('a1');
  vi.advanceTimersByTime(1);
  expect(await lookUps.get('a')).toBe('a2');
  expect(await lookUps.get('b')).toBeUndefined();
  expect(await lookUps.get('b')).toBeUndefined();
  expect(asked).toEqual(['a', 'a', 'b', 'b']);
});
