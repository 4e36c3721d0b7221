import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createPool, type EmbeddedPostgres, type Pool, startPostgres } from '../src/db/index.ts';

const run = promisify(execFile);

/** A PostgreSQL whose processes can be ended, stopped and starved. */
export interface DatabaseProcess {
  /** Of the database itself, past every proxy. */
  readonly url: string;
  readonly socketPath: string;
  /** Begins to count the lines of its log that match; ends when it is called. */
  hear(line: RegExp): () => number;
  kill(): Promise<void>;
  /** Stops every process that works for a connection, the log's writer too, for so many ms: a disk that does not answer. Returns how many stood still. */
  stall(ms: number): Promise<number>;
  /** For so many ms, writes past the first megabyte of any file fail, to PostgreSQL as a full disk does. */
  fillDisk(ms: number): Promise<void>;
  /** Has it take connections again, after whatever was done to it. */
  revive(): Promise<void>;
  close(): Promise<void>;
}

/** Kills in a row that the supervisor is trusted with; it gives up after five, as it should outside of here. */
const killsMost = 3;

export async function openDatabaseProcess(): Promise<DatabaseProcess> {
  const dataDir = await mkdtemp(join(tmpdir(), 'kopai-chaos-'));
  // PostgreSQL runs as another user when this runs as root.
  await chmod(dataDir, 0o755);
  const listeners = new Set<(line: string) => void>();
  const log = (_: string, line: string) => {
    for (const listener of listeners) listener(line);
  };
  const open = () => startPostgres({ dataDir, log });
  let kills = 0;
  let postgres: EmbeddedPostgres = await open();
  const { url } = postgres;
  const parameters = new URL(url.replace('postgresql:///', 'postgresql://local/')).searchParams;
  // The launcher keeps refused statements out of the log; here they are the proof that a fault was one.
  await inDatabase(url, (pool) => pool.query("alter database kopai set log_min_messages = 'error'"));
  const main = async () => Number((await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0]);

  return {
    url,
    socketPath: join(parameters.get('host') ?? '', `.s.PGSQL.${parameters.get('port')}`),
    hear(pattern) {
      let heard = 0;
      const listener = (line: string) => {
        if (pattern.test(line)) heard += 1;
      };
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        return heard;
      };
    },
    async kill() {
      kills += 1;
      signal([await main()], 'SIGKILL');
    },
    async stall(ms) {
      const stalled = await childrenOf(await main());
      signal(stalled, 'SIGSTOP');
      await sleep(ms);
      const stopped = await stoppedOf(stalled);
      signal(stalled, 'SIGCONT');
      return stopped;
    },
    async fillDisk(ms) {
      // However often it was started again meanwhile, the supervisor is a new one afterwards.
      kills = killsMost;
      // PostgreSQL ignores SIGXFSZ, so that a limit of its files' size is to it what a full disk is. Whoever it runs as may lower its limits.
      const { uid, gid } = await stat(join(dataDir, 'postgres'));
      const limitAll = async (bytes: string) => {
        // A crash may leave no process to limit.
        for (const child of await main().then(childrenOf, () => []))
          await run('prlimit', ['--pid', String(child), `--fsize=${bytes}:`], { uid, gid }).catch(() => undefined);
      };
      for (const untilMs = performance.now() + ms; performance.now() < untilMs; await sleep(50))
        await limitAll('1048576');
      await limitAll('unlimited');
    },
    async revive() {
      if (kills < killsMost) return;
      kills = 0;
      // One that is stopped while it recovers takes 20 s to notice; one that was given up does not answer any more.
      await untilAnswers(url, 15_000).catch(() => undefined);
      await postgres.stop();
      postgres = await open();
    },
    async close() {
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Waits until a database takes connections, which after a kill it does once it has read its log again. */
export async function untilAnswers(url: string, patienceMs = 60_000): Promise<void> {
  for (const untilMs = performance.now() + patienceMs; ; await sleep(50)) {
    try {
      await inDatabase(url, (pool) => pool.query('select 1'));
      return;
    } catch (error) {
      if (performance.now() > untilMs) throw error;
    }
  }
}

/** Works on the database itself, past the proxies. */
export async function inDatabase<T>(url: string, work: (pool: Pool) => Promise<T>): Promise<T> {
  const pool = createPool({ url, size: 1, applicationName: 'chaos', limits: { statement: 60_000 } });
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}

async function childrenOf(pid: number): Promise<number[]> {
  // It fails when there is none, as between a crash and a recovery.
  const { stdout } = await run('pgrep', ['-P', String(pid)]).catch(() => ({ stdout: '' }));
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map(Number);
}

/** How many of these processes stand still. */
async function stoppedOf(processes: readonly number[]): Promise<number> {
  const { stdout } = await run('ps', ['-o', 'state=', '-p', processes.join()]).catch(() => ({ stdout: '' }));
  return stdout.split('\n').filter((state) => state.trim().startsWith('T')).length;
}

function signal(to: readonly number[], name: NodeJS.Signals): void {
  for (const one of to) {
    try {
      process.kill(one, name);
    } catch {
      // It has ended meanwhile.
    }
  }
}
