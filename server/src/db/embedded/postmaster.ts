import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from './cluster.ts';
import { EmbeddedPostgresError } from './errors.ts';
import { type Log, levelOf } from './log.ts';
import { isAlive, readPostmasterFile } from './postmaster-file.ts';
import { spawnAs } from './run-as.ts';
import { removeSocketFolder } from './socket-folder.ts';
import { isSystemError } from './system-error.ts';

/** A PostgreSQL main process of ours, running. */
export interface Postmaster {
  readonly pid: number;
  readonly socketFolder: string;
  /** Settles when the process has ended, with its last words. It never rejects. */
  readonly exited: Promise<string>;
  /** Sends it a signal; nothing happens when it has ended. */
  signal(signal: NodeJS.Signals): void;
}

/** How many of its last lines an error about PostgreSQL quotes: its start-up failures take three to five. */
const LAST_WORDS = 12;

/** Signals in the order of patience with how long (in ms) each is given: fast, then immediate shutdown, then the axe. */
const SHUTDOWN: readonly [NodeJS.Signals, number][] = [
  ['SIGINT', 20_000],
  ['SIGQUIT', 5_000],
  ['SIGKILL', 5_000],
];

/**
 * How long (in ms) a start may take. After a crash PostgreSQL first replays its log, at most `max_wal_size` (1 GB), which
 * slow disks do in about a minute.
 */
const START_TIMEOUT = 120_000;

/** How often (in ms) a state that only a file tells is looked at. */
const POLL_INTERVAL = 10;

/**
 * What a backend keeps for itself, in bytes, as glibc's mallopt(3) has it. Left alone it gives the memory of each statement back to the kernel, and for a batch of
 * charges has it mapped and cleared again in 20 to 90 page faults: a third of what the database does for it.
 */
const MEMORY = {
  MALLOC_TRIM_THRESHOLD_: '8388608',
  MALLOC_MMAP_THRESHOLD_: '4194304',
  MALLOC_TOP_PAD_: '1048576',
};

/**
 * Starts PostgreSQL on a cluster.
 *
 * @param settings more server settings by name; those this launcher stands for can't be changed
 * @param recycled a process number in a stale `postmaster.pid` that now belongs to something else. PostgreSQL would take
 *   that for a rival; the variable tells it not to, while its own checks for real rivals stay on.
 */
export function startPostmaster(
  cluster: Cluster,
  socketFolder: string,
  settings: Readonly<Record<string, string>>,
  log: Log,
  recycled?: number,
): Postmaster {
  const environment = { ...MEMORY, ...(recycled !== undefined && { PG_GRANDPARENT_PID: String(recycled) }) };
  const flags = Object.entries({ ...settings, ...standingSettings(socketFolder) }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  const child = spawnAs(cluster.way, cluster.binaries.postgres, ['-D', cluster.folder, ...flags], environment);
  const lastWords: string[] = [];
  const keep = (line: string) => {
    lastWords.push(line);
    if (lastWords.length > LAST_WORDS) lastWords.shift();
    log(levelOf(line), line);
  };
  child.stdout?.resume();
  if (child.stderr) createInterface({ input: child.stderr }).on('line', keep);
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', () => resolve(lastWords.join('\n')));
  });
  return { pid: child.pid ?? 0, socketFolder, exited, signal: (signal) => void child.kill(signal) };
}

function standingSettings(socketFolder: string): Record<string, string> {
  return {
    listen_addresses: '',
    unix_socket_directories: socketFolder,
    unix_socket_permissions: '0700',
    // An acknowledged charge is on the disk.
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    // While it comes back from an archive it is not ready: a database that can only be read is none for a server.
    hot_standby: 'off',
    // Eight server processes of 23 connections each, and a few for tools.
    max_connections: '200',
    timezone: 'UTC',
    logging_collector: 'off',
    log_destination: 'stderr',
    log_line_prefix: '',
    // Refused statements are the callers' to report; quoting them here would put their values into the log.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_checkpoints: 'off',
  };
}

/** Stops a process that is ours, harder and harder, and removes its socket folder. It is gone when this settles. */
export async function stopPostmaster(postmaster: Postmaster): Promise<void> {
  for (const [signal, patience] of SHUTDOWN) {
    postmaster.signal(signal);
    const timer = new AbortController();
    const late = sleep(patience, 'late', { signal: timer.signal }).catch(() => 'late');
    const first = await Promise.race([postmaster.exited.then(() => 'gone'), late]);
    timer.abort();
    if (first === 'gone') break;
  }
  await removeSocketFolder(postmaster.socketFolder);
}

/**
 * Stops a PostgreSQL that another process started and left behind.
 *
 * @throws EmbeddedPostgresError when it outlives even SIGQUIT; SIGKILL is left to a human, who can look first
 */
export async function stopOrphan(pid: number, folder: string): Promise<void> {
  for (const [signal, patience] of SHUTDOWN.slice(0, 2)) {
    signalIfAlive(pid, signal);
    for (let waited = 0; waited < patience; waited += POLL_INTERVAL) {
      if (!isAlive(pid) || (await readPostmasterFile(folder))?.pid !== pid) return;
      await sleep(POLL_INTERVAL);
    }
  }
  throw new EmbeddedPostgresError(`A PostgreSQL left behind on ${folder}, process ${pid}, does not stop.`);
}

function signalIfAlive(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!isSystemError(error, 'ESRCH')) throw error;
  }
}

/**
 * Waits until PostgreSQL says that it takes connections.
 *
 * @returns false when its process ended, or says it is stopping, before that
 * @throws EmbeddedPostgresError when nothing of it happens for two minutes
 */
export async function becomesReady(folder: string, pid: number, hasEnded: () => boolean): Promise<boolean> {
  for (let waited = 0; waited < START_TIMEOUT; waited += POLL_INTERVAL) {
    const file = await readPostmasterFile(folder);
    if (file?.pid === pid && file.status === 'ready') return true;
    if (hasEnded() || (file?.pid === pid && file.status === 'stopping')) return false;
    await sleep(POLL_INTERVAL);
  }
  throw new EmbeddedPostgresError(`PostgreSQL on ${folder}, process ${pid}, does not get ready.`);
}
