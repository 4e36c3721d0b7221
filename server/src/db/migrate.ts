import { readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { PG_MIGRATE_LOCK_ID, runner } from 'node-pg-migrate';
import { Client, type ClientConfig } from 'pg';
import { sqlState } from './database-error.ts';
import { loadMigrations } from './load-migrations.ts';

/** The SQL files that make the schema, in the order of their names. They only ever go forward. */
const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url));

/** Where the database remembers which of them it has seen. */
const TABLE = 'migrations';

/** A database that doesn't answer within this time (in ms) isn't there. */
const CONNECT_TIMEOUT = 10_000;

/** How patiently a migration waits for tables that others use. */
export interface MigrationPatience {
  /**
   * How long it may queue for one lock, in ms: whoever comes after it queues behind it, so this is how long traffic may stand still. A charge waits
   * five times as long for a lock before it gives up.
   */
  readonly lockMs: number;
  /** How long traffic runs undisturbed before the next try, in ms. */
  readonly pauseMs: number;
  /** Tries in all; with the others they make two minutes, in which a report or a backup's snapshot usually ends. */
  readonly tries: number;
}

const defaultPatience: MigrationPatience = { lockMs: 1_000, pauseMs: 2_000, tries: 40 };

/** What `migrate` throws when somebody held a table over all of its tries. Nothing was changed. */
export class MigrationBlockedError extends Error {
  override readonly name = 'MigrationBlockedError';
}

export interface MigrateOptions {
  /** Hears which migrations run, and that one waits. */
  readonly log?: (message: string) => void;
  readonly folder?: string;
  readonly patience?: MigrationPatience;
}

/**
 * Brings the database's schema up to date, all or nothing: what is pending runs in one transaction (but for files that say otherwise), and of
 * several processes that start at once one runs it while the others wait. It never queues for a table for long: it gives its locks up, lets
 * traffic run, and tries again.
 *
 * @returns the names of those that ran
 * @throws MigrationBlockedError when a table was held over all tries
 */
export async function migrate(
  url: string,
  { log = () => undefined, folder = MIGRATIONS, patience = defaultPatience }: MigrateOptions = {},
): Promise<string[]> {
  const names = await listMigrations(folder);
  if (names.length === 0) return [];
  return withClient(url, { lock_timeout: patience.lockMs }, async (client) => {
    // The library's own lock, taken without a time limit: who waits for another process's migration waits for its end.
    await client.query('set lock_timeout = 0');
    await client.query(`select pg_advisory_lock(${PG_MIGRATE_LOCK_ID})`);
    await client.query('reset lock_timeout');
    for (let attempt = 1; ; attempt += 1) {
      try {
        const ran = await runPending(client, folder, log);
        for (const name of ran) log(`migrated ${name}`);
        return ran;
      } catch (error) {
        if (sqlState(error) !== lockNotAvailable) throw error;
        const blockers = await oldestTransactions(client);
        if (attempt >= patience.tries) throw new MigrationBlockedError(`A table stayed locked; open are: ${blockers}`);
        log(`a migration waits for a table that is in use; open are: ${blockers}`);
        await sleep(patience.pauseMs);
      }
    }
  });
}

/** `lock_not_available`: the time for one lock is over. */
const lockNotAvailable = '55P03';

async function runPending(client: Client, folder: string, log: (message: string) => void): Promise<string[]> {
  const said: string[] = [];
  const keep = (message: string) => void said.push(message);
  try {
    const ran = await runner({
      dbClient: client,
      dir: folder,
      ignorePattern: '(?!.*\\.sql$).*',
      migrationLoaderStrategies: [{ extensions: ['.sql'], loader: loadMigrations }],
      direction: 'up',
      migrationsTable: TABLE,
      checkOrder: true,
      singleTransaction: true,
      advisoryLockMode: 'wait',
      logger: { info: () => undefined, warn: keep, error: keep },
    });
    return ran.map(({ name }) => name);
  } catch (error) {
    // A wait that is over is no error: it is said once, by whoever tries again.
    if (sqlState(error) !== lockNotAvailable) for (const message of said) log(message);
    throw error;
  }
}

/** Who is open for the longest, for the operator to look at. No query's text: it may hold what its sender would not log. */
async function oldestTransactions(client: Client): Promise<string> {
  const { rows } = await client.query<{ pid: number; name: string; seconds: number }>(
    `select pid, application_name as name, extract(epoch from clock_timestamp() - xact_start)::int as seconds
     from pg_stat_activity
     where xact_start is not null and pid <> pg_backend_pid() and datname = current_database()
     order by xact_start limit 3`,
  );
  return rows.map(({ pid, name, seconds }) => `${name || 'a client'} (process ${pid}, ${seconds} s)`).join(', ');
}

/** The names of the migrations this program brings and the database hasn't seen. Changes nothing. */
export async function pendingMigrations(url: string, folder = MIGRATIONS): Promise<string[]> {
  const names = await listMigrations(folder);
  const seen = await withClient(url, {}, async (client) => {
    const { rows } = await client.query<{ exists: boolean }>(`select to_regclass('${TABLE}') is not null as exists`);
    if (rows[0]?.exists !== true) return new Set<string>();
    const done = await client.query<{ name: string }>(`select name from ${TABLE}`);
    return new Set(done.rows.map(({ name }) => name));
  });
  return names.filter((name) => !seen.has(name));
}

/** A folder without migrations need not exist: git keeps no empty ones. */
async function listMigrations(folder: string): Promise<string[]> {
  const files = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return files
    .filter((file) => file.endsWith('.sql'))
    .map((file) => basename(file, '.sql'))
    .sort();
}

async function withClient<Result>(
  url: string,
  limits: Pick<ClientConfig, 'lock_timeout'>,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = new Client({
    ...limits,
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    application_name: 'kopai migrate',
  });
  // A connection that breaks also rejects the query in flight; its event without a listener would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
