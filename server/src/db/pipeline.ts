import type { PoolClient } from 'pg';
import { isRefusal } from './database-error.ts';
import { openBigintPool, type PoolOptions, run } from './pool.ts';
import type { Queryable } from './queryable.ts';

/** A connection that takes the next statement before it has answered the last. */
export interface Pipeline extends Queryable {
  /** Closes the connection once it is free. The pipeline is of no use afterwards. */
  end(): Promise<void>;
}

/** A connection that is kept until it breaks: to take it out of a pool for each statement takes as long as to write a small one. */
interface Kept {
  readonly client: Promise<PoolClient>;
  /** It once it is connected: what is sent on it goes at once, and not after whatever else this process does in the same moment. */
  connected: PoolClient | undefined;
  statements: number;
  broken: boolean;
  isBack: boolean;
}

/**
 * Opens a pipeline. Its statements run one after the other in the order they were sent, each a transaction of its own: one that fails takes none of
 * those behind it with it. The database begins with the next as soon as one is committed, and need not wait until this process has heard of
 * it. It is connected when first needed, and anew after the connection broke, which all that were under way are told.
 */
export function createPipeline(options: Omit<PoolOptions, 'size'>): Pipeline {
  const driver = openBigintPool({ ...options, size: 1, pipeline: true });
  let current: Kept | undefined;
  let isEnding = false;

  /** Puts it back once nothing is under way on it, where it is not to be kept. */
  const putBack = async (kept: Kept) => {
    const isOver = kept.broken || isEnding;
    if (isOver && current === kept) current = undefined;
    if (!isOver || kept.statements > 0 || kept.isBack) return;
    kept.isBack = true;
    // A connection that could not be made has nothing to be put back.
    const client = await kept.client.catch(() => undefined);
    client?.release(kept.broken);
  };

  const connect = (): Kept => {
    const kept: Kept = { client: driver.connect(), connected: undefined, statements: 0, broken: false, isBack: false };
    const onEnd = () => {
      kept.broken = true;
      void putBack(kept);
    };
    // Whoever asked for a connection that can't be made is told of it.
    kept.client
      .then((client) => {
        kept.connected = client;
        client.once('end', onEnd);
      })
      .catch(() => undefined);
    return kept;
  };

  return {
    async query(statement, values) {
      current ??= connect();
      const kept = current;
      kept.statements += 1;
      try {
        return await run(kept.connected ?? (await kept.client), statement, values);
      } catch (error) {
        kept.broken ||= !isRefusal(error);
        throw error;
      } finally {
        kept.statements -= 1;
        if (kept.broken || isEnding) await putBack(kept);
      }
    },
    async end() {
      isEnding = true;
      if (current) await putBack(current);
      await driver.end();
    },
  };
}
