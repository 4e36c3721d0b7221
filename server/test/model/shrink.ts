import { linearize } from './linearizable.ts';
import type { Operation } from './operation.ts';
import type { WalletModel } from './wallet-model.ts';

/**
 * The part of an impossible history that shows why, and that is impossible itself: what happened up to the first answer that no order explains,
 * without the calls that changed nothing and are not needed. A call that was under way at that moment is kept as one whose answer nobody knows.
 */
export function shrink(history: readonly Operation[], initial: WalletModel): Operation[] {
  const impossible = (candidate: readonly Operation[]) => linearize(candidate, initial) === 'impossible';
  const ends = history.flatMap(({ endMs }) => (endMs === Infinity ? [] : [endMs])).toSorted((a, b) => a - b);
  const until = (ms: number) =>
    history
      .filter(({ startMs }) => startMs <= ms)
      .map((it) => (it.endMs <= ms ? it : { ...it, endMs: Infinity, answer: undefined }));
  const firstMs = ends.find((ms) => impossible(until(ms)));
  let shortest = firstMs === undefined ? [...history] : until(firstMs);
  for (const operation of shortest) {
    const { answer, call } = operation;
    const leavesNothing = answer === undefined || call.kind === 'read' || answer.startsWith('refused');
    const without = shortest.filter((other) => other !== operation);
    if (leavesNothing && impossible(without)) shortest = without;
  }
  return shortest;
}
