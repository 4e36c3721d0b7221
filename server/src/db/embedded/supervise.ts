import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Claim, type ClaimContext, claim } from './claim.ts';
import { stopPostmaster } from './postmaster.ts';

/** A PostgreSQL that is started again when it dies, until it is stopped. */
export interface Supervised {
  stop(): Promise<void>;
}

/** Restarts in quick succession after which the cause won't go away by itself (a full disk, a killer of processes). */
const RESTARTS = 5;

/** A PostgreSQL that lived this long (in ms) had started well: its restarts are counted anew. */
const STEADY_AFTER = 60_000;

/** The pause (in ms) before the second restart; it doubles with each. The first comes at once. */
const PAUSE = 200;

/**
 * Watches over a claimed PostgreSQL: starts it again when its process dies, takes the owner's lock again when only that
 * was lost, and gives up when another server owns the folder meanwhile or restarts don't help.
 *
 * @param abort ends a claim in progress; its signal is the context's
 * @param onLost is told why, once, when it gives up
 */
export function supervise(
  first: Claim,
  context: ClaimContext,
  abort: AbortController,
  onLost: (reason: unknown) => void,
): Supervised {
  let held: Claim | undefined = first;
  // A process that exits without stopping takes its PostgreSQL along; only SIGKILL leaves it behind.
  const interrupt = () => held?.postmaster.signal('SIGINT');
  process.once('exit', interrupt);

  const aborted = once(abort.signal, 'abort');

  const watch = async () => {
    for (let restarts = 0; held !== undefined; restarts += 1) {
      const since = performance.now();
      await Promise.race([held.postmaster.exited, held.ownership.lost, aborted]);
      if (abort.signal.aborted) return;
      if (performance.now() - since > STEADY_AFTER) restarts = 0;
      if (restarts >= RESTARTS) throw new Error(`PostgreSQL died ${restarts} times in a row`);
      context.log('error', 'PostgreSQL or its owner lock was lost; recovering');
      if (restarts > 0) await sleep(PAUSE * 2 ** (restarts - 1), undefined, { signal: abort.signal });
      held = await claim(context, held.postmaster);
    }
  };
  const watching = watch().catch((reason: unknown) => {
    if (!abort.signal.aborted) onLost(reason);
  });

  const end = async () => {
    abort.abort();
    await watching;
    process.removeListener('exit', interrupt);
    const last = held;
    held = undefined;
    if (last === undefined) return;
    await last.ownership.release().catch(() => undefined);
    await stopPostmaster(last.postmaster);
  };
  let stopped: Promise<void> | undefined;
  return { stop: () => (stopped ??= end()) };
}
