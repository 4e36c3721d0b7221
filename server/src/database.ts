import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { createDriverPool, createPool, migrate, runningPostgres, startPostgres } from './db/index.ts';
import { migrateJobs } from './jobs/index.ts';

/** A database to work with, and how to leave it. */
export interface Database {
  readonly url: string;
  /** Whether it is the server's own. */
  readonly embedded: boolean;
  close(): Promise<void>;
}

const leave = async () => undefined;

/** The configured database, or the embedded one, started for this process and no other. */
export async function openDatabase(config: Config, log: Logger): Promise<Database> {
  if (config.databaseUrl) return { url: config.databaseUrl, embedded: false, close: leave };
  const postgres = await startPostgres({
    dataDir: config.dataDir,
    walArchive: config.walArchive,
    // What PostgreSQL says of its own coming and going is for whoever looks into it, not for every start.
    log: (level, message) => log[level === 'info' ? 'debug' : level]({ room: 'postgres' }, message),
    onLost: () => process.kill(process.pid, 'SIGTERM'),
  });
  return { url: postgres.url, embedded: true, close: () => postgres.stop() };
}

/** For a tool that looks in: the database of the server that runs now, if one does, else as above. */
export async function visitDatabase(config: Config, log: Logger): Promise<Database> {
  const running = config.databaseUrl ?? (await runningPostgres(config.dataDir));
  if (running) return { url: running, embedded: false, close: leave };
  return openDatabase(config, log);
}

/** Brings the schema up to date: ours, and the job queue's. */
export async function migrateAll(url: string, log: Logger): Promise<string[]> {
  const ran = await migrate(url, { log: (message) => log.info(message) });
  const pool = createDriverPool({ url, size: 2, applicationName: 'kopai migrate' });
  try {
    await migrateJobs(pool, log);
  } finally {
    await pool.end();
  }
  return ran;
}

/** A pool for tools whose statements are long by nature: an hour for one, so that a large ledger can be proved. */
export const toolPool = (url: string) =>
  createPool({
    url,
    size: 2,
    applicationName: 'kopai tool',
    limits: { statement: 3_600_000, idleInTransaction: 3_600_000 },
  });
