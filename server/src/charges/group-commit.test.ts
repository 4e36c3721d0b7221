import { Problem } from '@kopai/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GroupCommit } from './group-commit.ts';

const one = { count: 1, togetherMost: () => 0 };

/** A database that answers when told to, and keeps what it was asked. */
function gate() {
  const batches: number[][] = [];
  const waiting: (() => void)[] = [];
  const run = async (items: readonly number[]) => {
    batches.push([...items]);
    await new Promise<void>((resolve) => waiting.push(resolve));
    if (items.includes(13)) throw new Error('thirteen');
    return items.map((item) => item * 2);
  };
  const open = async () => {
    while (waiting.length > 0) {
      waiting.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { batches, run, open };
}

test('a lone item goes at once, and what arrives meanwhile goes together', async () => {
  const { batches, run, open } = gate();
  const commits = new GroupCommit(one, run);
  const results = [1, 2, 3, 4].map((item) => commits.add(0, item));
  expect(batches).toEqual([[1]]);
  await open();
  expect(await Promise.all(results)).toEqual([2, 4, 6, 8]);
  expect(batches).toEqual([[1], [2, 3, 4]]);
});

test('what waits goes to the database before the answers of the last batch go out', async () => {
  const { run, open } = gate();
  const seen: string[] = [];
  const commits = new GroupCommit(one, (items: readonly number[]) => {
    seen.push(`batch of ${items.length}`);
    return run(items);
  });
  const answered = [1, 2, 3].map((item) => commits.add(0, item).then(() => seen.push(`answer to ${item}`)));
  await open();
  await Promise.all(answered);
  expect(seen.slice(0, 2)).toEqual(['batch of 1', 'batch of 2']);
  expect(seen).toHaveLength(5);
});

/** A database that is told of batches, of which each `isSent` may be followed by another. */
function pipeline(isSent: (items: readonly number[]) => boolean) {
  const batches: number[] = [];
  const answers: (() => void)[] = [];
  const commits = new GroupCommit(one, async (items: readonly number[], { onSent }) => {
    batches.push(items.length);
    if (isSent(items)) onSent();
    await new Promise<void>((resolve) => answers.push(resolve));
    return items;
  });
  return {
    batches,
    answers,
    commits,
    add: (count: number) => Array.from({ length: count }, (_, i) => commits.add(0, i)),
  };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('where many wait, a batch of half as many as are under way goes as soon as the one before it is sent, up to three', async () => {
  const { batches, answers, add } = pipeline(() => true);
  const all = add(1);
  expect(batches).toEqual([1]);
  all.push(...add(49));
  await turn();
  expect(batches, 'a few rather share a commit with those who come meanwhile').toEqual([1]);
  all.push(...add(11));
  await turn();
  expect(batches).toEqual([1, 60]);
  all.push(...add(50));
  await turn();
  all.push(...add(50));
  await turn();
  expect(batches, 'three are under way').toEqual([1, 60, 50]);
  answers.shift()?.();
  await turn();
  await turn();
  expect(batches, 'fifty are fewer than half of those under way').toEqual([1, 60, 50]);
  all.push(...add(5));
  await turn();
  expect(batches).toEqual([1, 60, 50, 55]);
  while (answers.length > 0) {
    answers.shift()?.();
    await turn();
  }
  expect(await Promise.all(all)).toHaveLength(166);
});

test('a batch that is not sent yet, or does not say so, is waited for', async () => {
  const { batches, answers, add } = pipeline((items) => items.length !== 1);
  const all = [...add(1), ...add(60)];
  await turn();
  expect(batches).toEqual([1]);
  answers.shift()?.();
  await turn();
  all.push(...add(60));
  await turn();
  expect(batches, 'this one says so').toEqual([1, 60, 60]);
  for (const answer of answers) answer();
  expect(await Promise.all(all)).toHaveLength(121);
});

test('lanes do not wait for each other', async () => {
  const { batches, run, open } = gate();
  const commits = new GroupCommit({ count: 2, togetherMost: () => 0 }, run);
  const results = [commits.add(0, 1), commits.add(1, 2), commits.add(2, 3)];
  expect(batches).toEqual([[1], [2]]);
  await open();
  expect(await Promise.all(results)).toEqual([2, 4, 6]);
});

test('one bad item fails alone', async () => {
  const { run, open } = gate();
  const commits = new GroupCommit(one, run);
  const results = [1, 2, 13, 3, 4, 5].map((item) => commits.add(0, item));
  const settled = Promise.allSettled(results);
  for (let i = 0; i < 20; i++) await open();
  expect((await settled).map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason)))).toEqual([
    2,
    4,
    'Error: thirteen',
    6,
    8,
    10,
  ]);
});

test('a database that is not there fails a batch whole, after one more try', async () => {
  const batches: number[][] = [];
  let downFor = 3;
  const run = async (items: readonly number[]) => {
    batches.push([...items]);
    downFor -= 1;
    if (downFor >= 0) throw new Error('not there');
    return items.map((item) => item * 2);
  };
  const commits = new GroupCommit(one, run, (error) => error instanceof Error && error.message === 'not there');
  const settled = await Promise.allSettled([1, 2, 3, 4].map((item) => commits.add(0, item)));
  expect(batches, 'the first was alone').toEqual([[1], [1], [2, 3, 4], [2, 3, 4]]);
  expect(settled.map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason)))).toEqual([
    'Error: not there',
    4,
    6,
    8,
  ]);
});

test('a full lane refuses, and says that it passes', async () => {
  const { run, open } = gate();
  const commits = new GroupCommit(one, run);
  const all = Array.from({ length: 10_001 }, (_, item) => commits.add(0, 20 + item));
  expect(() => commits.add(0, 1)).toThrow(Problem);
  for (let i = 0; i < 20; i++) await open();
  expect(await Promise.all(all)).toHaveLength(10_001);
});

/** What happens next: items arrive, a batch is sent, the oldest batch is answered, or it fails. */
const happenings = fc.array(
  fc.oneof(
    fc.record({ what: fc.constant('arrive' as const), count: fc.constantFrom(1, 60, 700) }),
    fc.record({
      what: fc.constantFrom('send' as const, 'send' as const, 'answer' as const, 'fail' as const),
      count: fc.constant(0),
    }),
  ),
  { minLength: 30, maxLength: 60, size: 'max' },
);

test('whatever arrives, is sent, answered or fails: each is answered once, in order of arrival, of at most three batches of 500', async () => {
  await fc.assert(
    fc.asyncProperty(happenings, async (steps) => {
      const underWay: { send: () => void; answer: () => void; fail: () => void }[] = [];
      const begun = new Set<number>();
      let largest = 0;
      let mostUnderWay = 0;
      const commits = new GroupCommit(one, (items: readonly number[], { onSent }) => {
        largest = Math.max(largest, items.length);
        for (const item of items) begun.add(item);
        return new Promise<readonly number[]>((resolve, reject) => {
          const end = (how: () => void) => () => {
            underWay.splice(underWay.indexOf(batch), 1);
            how();
          };
          const batch = {
            send: onSent,
            answer: end(() => resolve(items)),
            fail: end(() => reject(new Error('not written'))),
          };
          underWay.push(batch);
          mostUnderWay = Math.max(mostUnderWay, underWay.length);
        });
      });
      const answers: Promise<number>[] = [];
      for (const { what, count } of steps) {
        if (what === 'arrive')
          for (let i = 0; i < count && commits.waiting < 10_000; i += 1) {
            const item = answers.length;
            // What failed is answered too.
            answers.push(commits.add(0, item).catch(() => item));
          }
        else if (what === 'send') underWay.at(-1)?.send();
        else underWay[0]?.[what]();
        await turn();
        await turn();
      }
      while (underWay.length > 0) {
        underWay[0]?.answer();
        await turn();
        await turn();
      }
      expect(await Promise.all(answers)).toEqual(answers.map((_, item) => item));
      expect([...begun]).toEqual(answers.map((_, item) => item));
      expect(commits.waiting).toBe(0);
      expect([largest <= 500, mostUnderWay <= 3]).toEqual([true, true]);
    }),
    { numRuns: 100 },
  );
});
