import type { PoolClient } from 'pg';
import { isRefusal } from './database-error.ts';
import { openBigintPool, type PoolOptions, run } from './pool.ts';
import type { Queryable } from './queryable.ts';

/** A connection that takes the next statement before it has answered the last. */
export interface Pipeline extends Queryable {
  /** Closes the connection once it is free. The pipeline is of no use afterwards. */
  end(): Promise<void>;
}

/** The connection while statements are under way on it. */
interface Use {
  readonly client: Promise<PoolClient>;
  statements: number;
  broken: boolean;
}

/**
 * Opens a pipeline. Its statements run one after the other in the order they were sent, each a transaction of its own: one that fails takes none of
 * those behind it with it. The database begins with the next as soon as one is committed, and need not wait until this process has heard of
 * it. It is connected when first needed, and anew after the connection broke, which all that were under way are told.
 */
export function createPipeline(options: Omit<PoolOptions, 'size'>): Pipeline {
  const driver = openBigintPool({ ...options, size: 1, pipeline: true });
  let current: Use | undefined;

  const leave = async (use: Use) => {
    use.statements -= 1;
    if (use.broken && current === use) current = undefined;
    if (use.statements > 0) return;
    if (current === use) current = undefined;
    (await use.client).release(use.broken);
  };

  return {
    async query(statement, values) {
      current ??= { client: driver.connect(), statements: 0, broken: false };
      const use = current;
      use.statements += 1;
      try {
        return await run(await use.client, statement, values);
      } catch (error) {
        use.broken ||= !isRefusal(error);
        throw error;
      } finally {
        // A connection that could not be made has nothing to be put back.
        await leave(use).catch(() => undefined);
      }
    },
    end: () => driver.end(),
  };
}
