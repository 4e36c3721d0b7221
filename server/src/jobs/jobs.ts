import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseCronItems, type Runner, run, runMigrations, type WorkerEvents } from 'graphile-worker';
import type { DriverPool, Queryable } from '../db/index.ts';
import { freeAbandonedJobs, showPresence } from './abandoned.ts';
import { patientPool } from './patient-pool.ts';
import { freeUnheardJobs, holdJobs } from './unheard.ts';
import { type JobsLog, workerLog } from './worker-log.ts';

/** A kind of work that happens later. It is run at least once, by one process at a time, so it must bear a repetition. */
export interface Task {
  /** Does the work; throwing has it tried again later, `attempts` times in all, each wait longer than the one before. */
  readonly run: (payload: unknown, attempt: Attempt) => Promise<void>;
  /** Five-field cron line in UTC, for work that comes round by itself: a round that fails is told, and the next one is its repetition. */
  readonly cron?: string;
}

export interface Attempt {
  readonly number: number;
  readonly last: boolean;
}

/** Jobs that one process runs side by side: they mostly wait for the provider, and the pool has room for them beside requests. */
const concurrency = 4;

/** Tries of a job before it is given up: with the queue's exponential wait, about two days. */
export const jobAttempts = 16;

/** How long after a job was taken it is known that nobody was told of it, in ms: the driver gives up on an answer after 15 s. */
const unheardAfterMs = 20_000;

/** How long a database may take to say that it is there, in ms, when all that is left to do is to leave. */
const answerMs = 3_000;

/** Creates or upgrades the queue's own tables. */
export async function migrateJobs(pool: DriverPool, log: JobsLog): Promise<void> {
  await runMigrations({ pgPool: pool, logger: workerLog(log) });
}

/** The work of one process. */
export interface Jobs {
  /** How often work that comes round by itself has failed here, by its task. */
  failedRounds(): Readonly<Record<string, number>>;
  /** Waits for what is running, unless the database is away. */
  stop(): Promise<void>;
}

/** Starts working. */
export async function startJobs(
  pool: DriverPool,
  ownTasks: Readonly<Record<string, Task>>,
  log: JobsLog,
  { unheardMs = unheardAfterMs }: { readonly unheardMs?: number } = {},
): Promise<Jobs> {
  const tasks: Readonly<Record<string, Task>> = {
    ...ownTasks,
    'free-abandoned-jobs': { cron: '* * * * *', run: () => freeAbandonedJobs(pool) },
  };
  const events: WorkerEvents = new EventEmitter();
  showPresence(events, (error) => log.error({ err: error }, 'workers could not show that they live'));
  const failedRounds: Record<string, number> = Object.fromEntries(
    Object.entries(tasks).flatMap(([name, { cron }]) => (cron === undefined ? [] : [[name, 0]])),
  );
  /** A round that failed would lie there as a job that was given up, beside the next one that does the same work. */
  const rounds = async (name: string, run: () => Promise<void>) => {
    try {
      await run();
    } catch (error) {
      failedRounds[name] = (failedRounds[name] ?? 0) + 1;
      log.error({ err: error, task: name }, 'a round of work failed; the next one does it again');
    }
  };
  const held = holdJobs(unheardMs);
  let workers: string | undefined;
  events.on('pool:create', ({ workerPool }) => {
    workers = workerPool.id;
  });
  // A process that was killed a moment ago has left its work to this one.
  await freeAbandonedJobs(pool);
  const runner: Runner = await run({
    pgPool: patientPool(pool),
    events,
    concurrency,
    noHandleSignals: true,
    logger: workerLog(log),
    taskList: Object.fromEntries(
      Object.entries(tasks).map(([name, task]) => [
        name,
        (payload: unknown, { job }) =>
          held.hold(job.id, () => {
            const work = () => task.run(payload, { number: job.attempts, last: job.attempts >= job.max_attempts });
            return task.cron === undefined ? work() : rounds(name, work);
          }),
      ]),
    ),
    parsedCronItems: parseCronItems(
      Object.entries(tasks).flatMap(([task, { cron }]) =>
        cron === undefined ? [] : [{ task, match: cron, options: { backfillPeriod: 0, maxAttempts: 1 } }],
      ),
    ),
  });
  const looking = setInterval(() => {
    if (workers === undefined) return;
    freeUnheardJobs(pool, { workers, held, afterMs: unheardMs }).catch((error: unknown) =>
      log.error({ err: error }, 'lost jobs could not be looked for'),
    );
  }, unheardMs);
  return {
    failedRounds: () => failedRounds,
    async stop() {
      clearInterval(looking);
      const ended = runner.stop();
      // What ends without its database ends nowhere: the queue would try to write it down for minutes. The next process finds it abandoned.
      if (await answers(pool)) return ended;
      ended.catch(() => undefined);
    },
  };
}

/** Whether the database answers, or could at least in a moment. */
async function answers(pool: DriverPool): Promise<boolean> {
  const asked = pool.query('select 1').then(
    () => true,
    () => false,
  );
  return Promise.race([asked, sleep(answerMs, false, { ref: false })]);
}

/** Enqueues a job in the caller's own transaction: it is there exactly when the rest of the transaction is. */
export const enqueue = (tx: Queryable, task: string, payload: unknown, key: string): Promise<void> =>
  enqueueAll(tx, task, [{ payload, key }]);

/** Plans many in one statement. */
export async function enqueueAll(
  tx: Queryable,
  task: string,
  jobs: readonly { readonly payload: unknown; readonly key: string }[],
): Promise<void> {
  await tx.query(
    `select graphile_worker.add_job($1, payload::json, job_key => key, max_attempts => $4)
     from unnest($2::text[], $3::text[]) as j (payload, key)`,
    [task, jobs.map(({ payload }) => JSON.stringify(payload)), jobs.map(({ key }) => key), jobAttempts],
  );
}
