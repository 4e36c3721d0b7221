import { execFile } from 'node:child_process';
import { chmod, cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findBinaries } from '../../src/db/embedded/binaries.ts';
import { type Cluster, prepareCluster, ROLE } from '../../src/db/embedded/cluster.ts';
import { DATABASE } from '../../src/db/embedded/ownership.ts';
import { type Postmaster, startPostmaster, stopPostmaster } from '../../src/db/embedded/postmaster.ts';
import { makeSocketFolder, PORT } from '../../src/db/embedded/socket-folder.ts';
import { createPool, migrate, type Pool, startPostgres } from '../../src/db/index.ts';
import { until } from '../until.ts';

/** What the standby calls itself, and what the primary waits for. */
const STANDBY = 'standby';

/** A PostgreSQL that answers a commit when its standby has it on disk too. */
export interface ReplicatedPostgres {
  /** Of the primary, past every proxy. */
  readonly url: string;
  readonly socketPath: string;
  /** Ends every process of the primary at once, as a machine that is lost does. Nothing starts it again. */
  killPrimary(): Promise<void>;
  /** Makes the standby the primary: settles when it takes writes. */
  promote(): Promise<{ readonly url: string; readonly socketPath: string }>;
  close(): Promise<void>;
}

/**
 * Makes a migrated database and a standby from a copy of its stopped data folder: a base backup, by the programs that are at hand.
 *
 * @param synchronous whether commits wait for the standby; without it the standby follows as it can
 */
export async function openReplicatedPostgres({ synchronous = true } = {}): Promise<ReplicatedPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'kopai-failover-'));
  // PostgreSQL runs as another user when this runs as root.
  await chmod(folder, 0o755);
  const [primaryDir, standbyDir] = [join(folder, 'primary'), join(folder, 'standby')];
  const running: Postmaster[] = [];
  const close = async () => {
    await Promise.all(running.map(stopPostmaster));
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    const first = await startPostgres({ dataDir: primaryDir });
    await migrate(first.url);
    await first.stop();
    await cp(primaryDir, standbyDir, { recursive: true });
    await writeFile(join(standbyDir, 'postgres/standby.signal'), '');

    const primary = await start(primaryDir, synchronous ? { synchronous_standby_names: STANDBY } : {});
    running.push(primary);
    await untilServing(primary);
    const standby = await start(standbyDir, {
      primary_conninfo: `host=${primary.socketFolder} port=${PORT} user=${ROLE} application_name=${STANDBY}`,
    });
    running.push(standby);
    await inDatabase(primary, (pool) => until(() => isStreaming(pool, synchronous), startWithinMs));
    return {
      url: urlOf(primary),
      socketPath: socketOf(primary),
      killPrimary: () => killWhole(primary),
      async promote() {
        // What `pg_ctl promote` does.
        await writeFile(join(standbyDir, 'postgres/promote'), '');
        standby.signal('SIGUSR1');
        await untilServing(standby);
        return { url: urlOf(standby), socketPath: socketOf(standby) };
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const socketOf = ({ socketFolder }: Postmaster) => join(socketFolder, `.s.PGSQL.${PORT}`);

const urlOf = ({ socketFolder }: Postmaster) =>
  `postgresql:///${DATABASE}?${new URLSearchParams({ host: socketFolder, port: String(PORT), user: ROLE })}`;

/** A start on a busy machine takes seconds; this long (in ms) means that it hangs. */
const startWithinMs = 45_000;

/** Starts PostgreSQL without the supervisor that would start it again. */
async function start(dataDir: string, settings: Readonly<Record<string, string>>): Promise<Postmaster> {
  const cluster: Cluster = await prepareCluster(dataDir, await findBinaries(), () => undefined);
  const socketFolder = await makeSocketFolder(cluster.folder, cluster.way.account);
  return startPostmaster(cluster, socketFolder, settings, () => undefined);
}

/** Waits until it takes writes. */
async function untilServing(postmaster: Postmaster): Promise<void> {
  const ended = postmaster.exited.then((words) => Promise.reject(new Error(`PostgreSQL has ended:\n${words}`)));
  const serves = () =>
    inDatabase(postmaster, (pool) => pool.query<{ follows: boolean }>('select pg_is_in_recovery() as follows')).then(
      ([row]) => row?.follows === false,
      () => false,
    );
  await Promise.race([until(serves, startWithinMs), ended]);
}

async function inDatabase<T>(postmaster: Postmaster, work: (pool: Pool) => Promise<T>): Promise<T> {
  const pool = createPool({
    url: urlOf(postmaster),
    size: 1,
    applicationName: 'failover',
    limits: { statement: 60_000 },
  });
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}

async function isStreaming(pool: Pool, synchronous: boolean): Promise<boolean> {
  const rows = await pool.query<{ state: string; sync_state: string }>(
    'select state, sync_state from pg_stat_replication',
  );
  return rows.some(({ state, sync_state: sync }) => state === 'streaming' && (sync === 'sync' || !synchronous));
}

/** The processes that work for connections would live on for the moment that it takes them to miss their parent: they go with it. */
async function killWhole(postmaster: Postmaster): Promise<void> {
  const { stdout } = await promisify(execFile)('pgrep', ['-P', String(postmaster.pid)]).catch(() => ({ stdout: '' }));
  const children = stdout.split('\n').flatMap((line) => (line === '' ? [] : [Number(line)]));
  postmaster.signal('SIGKILL');
  for (const pid of children) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended meanwhile.
    }
  }
  await postmaster.exited;
}
