import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from './cluster.ts';
import { DataFolderInUseError, EmbeddedPostgresError } from './errors.ts';
import type { Log } from './log.ts';
import { type Ownership, takeOwnership } from './ownership.ts';
import { becomesReady, type Postmaster, startPostmaster, stopOrphan, stopPostmaster } from './postmaster.ts';
import { isAlive, isPostmaster, readPostmasterFile } from './postmaster-file.ts';
import { makeSocketFolder } from './socket-folder.ts';

/** A running PostgreSQL of ours, and the proof that it is ours alone. */
export interface Claim {
  readonly postmaster: Postmaster;
  readonly ownership: Ownership;
}

/** What a claim works on: the data, the caller's settings, where to report, and when to give up. */
export interface ClaimContext {
  readonly cluster: Cluster;
  readonly settings: Readonly<Record<string, string>>;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/**
 * Rivals on one folder meet a few times at most, and backends of a killed PostgreSQL end within milliseconds: ten
 * attempts, their pauses growing to about a second, outlast both.
 */
const ATTEMPTS = 10;
const PAUSE = 100;

/** Ends of a start that another attempt can mend: a rival came first, or remains of the last run are still going. */
const PASSING =
  /lock file .* (already exists|is empty)|could not create lock file|pre-existing shared memory|is still in use/;

/**
 * Makes this process the owner of a PostgreSQL on the cluster. PostgreSQL's own lock file decides who starts it, the
 * owner's lock decides who may keep it: a running one whose lock is free was left behind by a server that died, and is
 * stopped and started anew, so that its settings, programs and log are this server's.
 *
 * @param current the process this server already runs, when only its lock was lost
 * @throws DataFolderInUseError when another server owns it
 * @throws EmbeddedPostgresError when it doesn't start
 */
export async function claim(context: ClaimContext, current?: Postmaster): Promise<Claim> {
  const { cluster, log, signal } = context;
  let problem = '';
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (attempt > 0) await sleep(PAUSE * attempt * (0.5 + Math.random()), undefined, { signal });
    signal.throwIfAborted();
    const file = await readPostmasterFile(cluster.folder);
    const isRunning = file !== undefined && (await isPostmaster(file.pid, cluster.folder));
    if (isRunning && file.pid !== current?.pid) {
      problem = await endOrphan(file.pid, context);
      if (problem !== '') continue;
    }
    const keeps = isRunning && file.pid === current?.pid;
    const recycled = file !== undefined && !isRunning && isAlive(file.pid) ? file.pid : undefined;
    const postmaster = keeps && current ? current : await start(context, recycled);
    const outcome = await own(postmaster, context);
    if (typeof outcome !== 'string') return { postmaster, ownership: outcome };
    problem = outcome;
    log('warn', `PostgreSQL did not start, trying again: ${problem}`);
  }
  throw new EmbeddedPostgresError(`PostgreSQL does not start on ${cluster.folder}: ${problem}\n`);
}

async function start({ cluster, settings, log }: ClaimContext, recycled: number | undefined): Promise<Postmaster> {
  const socketFolder = await makeSocketFolder(cluster.folder, cluster.way.account);
  return startPostmaster(cluster, socketFolder, settings, log, recycled);
}

/** Waits for our own process and takes its lock; a passing problem comes back as its words. */
async function own(postmaster: Postmaster, { cluster, log }: ClaimContext): Promise<Ownership | string> {
  let lastWords: string | undefined;
  void postmaster.exited.then((words) => (lastWords = words));
  try {
    if (!(await becomesReady(cluster.folder, postmaster.pid, () => lastWords !== undefined))) {
      const words = await postmaster.exited;
      if (PASSING.test(words)) return words;
      throw new EmbeddedPostgresError(`PostgreSQL does not start on ${cluster.folder}:\n${words}\n`);
    }
  } catch (error) {
    await stopPostmaster(postmaster);
    throw error;
  }
  const ownership = await takeOwnership(postmaster.socketFolder, log).catch((error: Error) => error.message);
  // A rival took the lock before us: the process is now its to stop, and stopping it here would cut it off.
  if (typeof ownership === 'object' && 'heldBy' in ownership) {
    throw new DataFolderInUseError(cluster.folder, ownership.heldBy);
  }
  return ownership;
}

/** Ends a PostgreSQL this server didn't start, if nobody owns it. A passing problem comes back as its words, else ''. */
async function endOrphan(pid: number, { cluster, log }: ClaimContext): Promise<string> {
  if (!(await becomesReady(cluster.folder, pid, () => !isAlive(pid)))) return `process ${pid} is stopping`;
  const file = await readPostmasterFile(cluster.folder);
  if (file === undefined) return '';
  const found = await takeOwnership(file.socketFolder, log).catch((error: Error) => error.message);
  if (typeof found === 'string') return `process ${pid} does not answer at ${file.socketFolder}: ${found}`;
  if ('heldBy' in found) throw new DataFolderInUseError(cluster.folder, found.heldBy);
  log('warn', `stopping PostgreSQL ${pid}, left behind by a server that died`);
  await stopOrphan(pid, cluster.folder);
  return '';
}
