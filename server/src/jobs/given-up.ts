import { instantOf } from '../clock.ts';
import type { Queryable } from '../db/index.ts';

/** A job that was tried as often as it may be. */
export interface GivenUpJob {
  readonly id: string;
  readonly task: string;
  readonly attempts: number;
  readonly lastError: string | null;
  readonly givenUpAt: string;
}

/** Characters shown of what went wrong. */
const errorMost = 500;

/** Holds for a job that has had all its tries. While the last of them runs it is not given up yet. */
export const givenUp = 'attempts >= max_attempts and locked_at is null';

/** Jobs that were given up, the newest first, but for those of tasks that keep books of their own. */
export async function givenUpJobs(
  db: Queryable,
  query: { except: readonly string[]; limit: number },
): Promise<GivenUpJob[]> {
  const rows = await db.query<Omit<GivenUpJob, 'givenUpAt'> & { givenUpAt: Date }>(
    `select id::text as id, task_identifier as task, attempts::int as attempts, left(last_error, $3) as "lastError",
       updated_at as "givenUpAt"
     from graphile_worker.jobs where ${givenUp} and task_identifier <> all($1)
     order by updated_at desc limit $2`,
    [query.except, query.limit, errorMost],
  );
  return rows.map((row) => ({ ...row, givenUpAt: instantOf(row.givenUpAt) }));
}

/**
 * Has a job that was given up run again, now and with all its tries. Returns its task; undefined where there is no such job, or it was not
 * given up: a second call changes nothing.
 */
export async function runAgain(tx: Queryable, id: string): Promise<string | undefined> {
  // Of two that ask at once the second sees what the first has done; the queue's rows are its own to lock.
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('run again ' || $1, 0))`, [id]);
  const [job] = await tx.query<{ task: string }>(
    `select task_identifier as task from graphile_worker.jobs where id = $1 and ${givenUp}`,
    [id],
  );
  if (!job) return undefined;
  await tx.query(`select graphile_worker.reschedule_jobs(array[$1::bigint], run_at => now(), attempts => 0)`, [id]);
  return job.task;
}
