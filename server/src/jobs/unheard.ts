import type { DriverPool } from '../db/index.ts';

/** Jobs that the queue gave to this process, as far as this process knows. */
export interface HeldJobs {
  /** Runs a job; it is held until then, and for a while afterwards, in which the queue is told that it has ended. */
  hold<T>(id: string, work: () => Promise<T>): Promise<T>;
  has(id: string): boolean;
}

export function holdJobs(graceMs: number): HeldJobs {
  const held = new Set<string>();
  return {
    async hold(id, work) {
      held.add(id);
      try {
        return await work();
      } finally {
        setTimeout(() => held.delete(id), graceMs).unref();
      }
    },
    has: (id) => held.has(id),
  };
}

/**
 * Gives back jobs that the queue gave to these workers so long ago, and of which they never heard: the connection broke after the job was marked as
 * theirs, and before they were told. The queue itself would wait four hours. The try did not take place, so it does not count. A job whose end the queue
 * is not told of in time may run twice, which every task must bear anyway.
 */
export async function freeUnheardJobs(
  pool: DriverPool,
  { workers, held, afterMs }: { workers: string; held: HeldJobs; afterMs: number },
): Promise<void> {
  // There is no public way to unlock single jobs; these columns are those of the queue's own `force_unlock_workers`.
  const { rows } = await pool.query<{ id: string }>(
    `select id from graphile_worker._private_jobs
     where locked_by = $1 and locked_at < now() - $2 * interval '1 ms'`,
    [workers, afterMs],
  );
  const unheard = rows.map(({ id }) => id).filter((id) => !held.has(id));
  if (unheard.length === 0) return;
  await pool.query(
    `update graphile_worker._private_jobs set locked_at = null, locked_by = null, attempts = greatest(0, attempts - 1)
     where id = any($1::bigint[]) and locked_by = $2`,
    [unheard, workers],
  );
}
