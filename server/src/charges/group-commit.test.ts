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

/** Two lanes, of which one takes all while there are fewer than three. */
function fewTogether() {
  const batches: [lane: number, items: readonly number[]][] = [];
  const underWay: { items: readonly number[]; answer: () => void; fail: () => void }[] = [];
  const lanes = { count: 2, togetherMost: () => 3 };
  const commits = new GroupCommit(lanes, (items: readonly number[], { lane }) => {
    batches.push([lane, items]);
    return new Promise<readonly number[]>((resolve, reject) => {
      underWay.push({ items, answer: () => resolve(items), fail: () => reject(new Error('not written')) });
    });
  });
  /** Odd items are of one lane, even ones of the other. */
  const add = (item: number) => commits.add(item % 2, item);
  /** Ends the oldest batch. */
  const end = async (how: 'answer' | 'fail' = 'answer') => {
    underWay.shift()?.[how]();
    await turn();
    await turn();
  };
  return { batches, underWay, add, end };
}

test('a few of all lanes share one, and many have each their own', async () => {
  const { batches, add, end } = fewTogether();
  const all = [1, 2, 3].map(add);
  expect(batches).toEqual([[0, [1]]]);
  all.push(...[4, 5, 6].map(add));
  await turn();
  expect(batches, 'what came after waits for what came before').toEqual([[0, [1]]]);
  await end();
  expect(batches).toEqual([
    [0, [1]],
    [0, [2, 3]],
  ]);
  await end();
  expect(batches.slice(2)).toEqual([
    [1, [5]],
    [0, [4, 6]],
  ]);
  await end();
  await end();
  expect(await Promise.all(all)).toEqual([1, 2, 3, 4, 5, 6]);
});

test('what comes after the lanes were put apart waits for what failed before it, too', async () => {
  const { batches, underWay, add, end } = fewTogether();
  const settled = Promise.allSettled([1, 2, 3, 5].map(add));
  await end('fail');
  expect(batches.at(-1)).toEqual([0, [2, 3]]);
  await end('fail');
  await end('fail');
  expect(batches.at(-1), 'halved, and the second half is not tried yet').toEqual([0, [3]]);
  await end();
  expect(batches.at(-1)).toEqual([1, [5]]);
  await end();
  expect(underWay).toEqual([]);
  expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled', 'fulfilled']);
});

test('lanes come together again when few have come for a while, and not when many leave at once', async () => {
  const { batches, add, end } = fewTogether();
  const many = [1, 2, 3, 5].map(add);
  for (let i = 0; i < 3; i += 1) await end();
  await Promise.all(many);
  const lone = async (item: number) => {
    const answer = add(item);
    await end();
    await answer;
    return batches.at(-1)?.[0];
  };
  const lanes: (number | undefined)[] = [];
  for (let i = 0; i < 300; i += 1) lanes.push(await lone(7));
  expect(lanes.indexOf(0)).toBe(199);
  expect(new Set(lanes.slice(199))).toEqual(new Set([0]));
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

test('whatever arrives, is sent, answered or fails: each is answered once, in its lane in order of arrival, of at most three batches of 500', async () => {
  const laneOf = (item: number) => item % 3;
  await fc.assert(
    fc.asyncProperty(happenings, fc.constantFrom(0, 5, 100, 20_000), async (steps, togetherMost) => {
      interface Batch {
        readonly queue: number;
        readonly items: readonly number[];
        readonly send: () => void;
        readonly answer: () => void;
        readonly fail: () => void;
      }
      const underWay: Batch[] = [];
      const begun: number[][] = [[], [], []];
      const seen = new Set<number>();
      let isWell = true;
      const lanes = { count: 3, togetherMost: () => togetherMost };
      const commits = new GroupCommit(lanes, (items: readonly number[], { lane: queue, onSent }) => {
        for (const item of items) {
          if (seen.has(item)) continue;
          seen.add(item);
          begun[laneOf(item)]?.push(item);
        }
        return new Promise<readonly number[]>((resolve, reject) => {
          const end = (how: () => void) => () => {
            underWay.splice(underWay.indexOf(batch), 1);
            how();
          };
          const batch: Batch = {
            queue,
            items,
            send: onSent,
            answer: end(() => resolve(items)),
            fail: end(() => reject(new Error('not written'))),
          };
          underWay.push(batch);
          const own = new Set(items.map(laneOf));
          const isElsewhere = underWay.some(
            (other) => other.queue !== queue && other.items.some((item) => own.has(laneOf(item))),
          );
          const inQueue = underWay.filter((other) => other.queue === queue).length;
          isWell &&= items.length <= 500 && inQueue <= 3 && !isElsewhere;
        });
      });
      const answers: Promise<number>[] = [];
      for (const { what, count } of steps) {
        if (what === 'arrive')
          for (let i = 0; i < count && commits.waiting < 10_000; i += 1) {
            const item = answers.length;
            // What failed is answered too.
            answers.push(commits.add(laneOf(item), item).catch(() => item));
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
      expect(begun).toEqual(
        [0, 1, 2].map((lane) => answers.map((_, item) => item).filter((item) => laneOf(item) === lane)),
      );
      expect(commits.waiting).toBe(0);
      expect(isWell).toBe(true);
    }),
    { numRuns: 100 },
  );
});
