import type { Trace } from '../trace.ts';
import type { Way } from './group-commit.ts';

/** The way of an item into a commit that it shares with others. */
export interface Commits<Item, Result extends object> {
  readonly run: (items: readonly Item[], way: Way) => Promise<readonly Result[]>;
  readonly wait: (add: () => Promise<Result>) => Promise<Result>;
}

/**
 * Tells of each item how long it waited and was written, and in how large a batch. A batch itself is no step: it belongs to as many traces as it has
 * items. Without a trace both functions are what they were given.
 */
export function tracedCommits<Item, Result extends object>(
  trace: Trace | undefined,
  run: Commits<Item, Result>['run'],
): Commits<Item, Result> {
  if (trace === undefined) return { run, wait: (add) => add() };
  const sizes = new WeakMap<Result, number>();
  return {
    async run(items, way) {
      const results = await run(items, way);
      for (const result of results) sizes.set(result, items.length);
      return results;
    },
    wait: (add) =>
      trace.step('commit', {}, async (note) => {
        const result = await add();
        note({ 'kopai.batch.size': sizes.get(result) ?? 1 });
        return result;
      }),
  };
}
