import { readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';
import { Client } from 'pg';

/** The SQL files that make the schema, in the order of their names. They only ever go forward. */
const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url));

/** Where the database remembers which of them it has seen. */
const TABLE = 'migrations';

/** A database that doesn't answer within this time (in ms) isn't there. */
const CONNECT_TIMEOUT = 10_000;

/**
 * Brings the database's schema up to date, all or nothing: what is pending runs in one transaction, and of several
 * processes that start at once one runs it while the others wait.
 *
 * @param log hears which migrations run
 * @returns the names of those that ran
 */
export async function migrate(
  url: string,
  log: (message: string) => void = () => undefined,
  folder = MIGRATIONS,
): Promise<string[]> {
  const names = await listMigrations(folder);
  if (names.length === 0) return [];
  const ran = await withClient(url, (client) =>
    runner({
      dbClient: client,
      dir: folder,
      ignorePattern: '(?!.*\\.sql$).*',
      direction: 'up',
      migrationsTable: TABLE,
      checkOrder: true,
      singleTransaction: true,
      advisoryLockMode: 'wait',
      logger: { info: () => undefined, warn: log, error: log },
    }),
  );
  for (const { name } of ran) log(`migrated ${name}`);
  return ran.map(({ name }) => name);
}

/** The names of the migrations this program brings and the database hasn't seen. Changes nothing. */
export async function pendingMigrations(url: string, folder = MIGRATIONS): Promise<string[]> {
  const names = await listMigrations(folder);
  const seen = await withClient(url, async (client) => {
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

async function withClient<Result>(url: string, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT });
  // A connection that breaks also rejects the query in flight; its event without a listener would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
