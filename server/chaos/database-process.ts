import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { startPostgres } from '../src/db/index.ts';

const run = promisify(execFile);

/** A PostgreSQL whose processes can be ended, stopped and starved. */
export interface DatabaseProcess {
  /** Of the database itself, past every proxy. */
  readonly url: string;
  readonly socketPath: string;
  kill(): Promise<void>;
  /** Stops every process that works for a connection, the log's writer too, for so many ms: a disk that does not answer. */
  stall(ms: number): Promise<void>;
  /** For so many ms, writes past the first megabyte of any file fail, to PostgreSQL as a full disk does. */
  fillDisk(ms: number): Promise<void>;
  /** Whether it takes connections again, after whatever was done to it. */
  revive(): Promise<void>;
  close(): Promise<void>;
}

/** Kills in a row that the supervisor is trusted with; it gives up after five, as it should outside of here. */
const killsMost = 3;

export async function openDatabaseProcess(): Promise<DatabaseProcess> {
  const dataDir = await mkdtemp(join(tmpdir(), 'kopai-chaos-'));
  // PostgreSQL runs as another user when this runs as root.
  await chmod(dataDir, 0o755);
  let kills = 0;
  const open = () => startPostgres({ dataDir });
  let postgres = await open();
  const parameters = new URL(postgres.url.replace('postgresql:///', 'postgresql://local/')).searchParams;
  const pid = async () => Number((await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0]);
  const children = async () => {
    // It fails when there is none, as between a crash and a recovery.
    const { stdout } = await run('pgrep', ['-P', String(await pid())]).catch(() => ({ stdout: '' }));
    return stdout
      .split('\n')
      .filter((line) => line !== '')
      .map(Number);
  };
  const signal = (to: readonly number[], name: NodeJS.Signals) => {
    for (const one of to) {
      try {
        process.kill(one, name);
      } catch {
        // It has ended meanwhile.
      }
    }
  };
  return {
    url: postgres.url,
    socketPath: join(parameters.get('host') ?? '', `.s.PGSQL.${parameters.get('port')}`),
    async kill() {
      kills += 1;
      signal([await pid()], 'SIGKILL');
    },
    async stall(ms) {
      const stalled = await children();
      signal(stalled, 'SIGSTOP');
      await sleep(ms);
      signal(stalled, 'SIGCONT');
    },
    async fillDisk(ms) {
      kills += 1;
      // PostgreSQL ignores SIGXFSZ, so that a limit of its files' size is to it what a full disk is.
      for (const untilMs = performance.now() + ms; performance.now() < untilMs; await sleep(100)) {
        const limit = (one: number) =>
          run('prlimit', ['--pid', String(one), '--fsize=1048576:']).catch(() => undefined);
        await Promise.all((await children()).map(limit));
      }
      // Whoever lived through it had nothing to write; it leaves, and its successor has no limit.
      signal(await children(), 'SIGTERM');
    },
    async revive() {
      if (kills < killsMost) return;
      kills = 0;
      await postgres.stop();
      postgres = await open();
    },
    async close() {
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
