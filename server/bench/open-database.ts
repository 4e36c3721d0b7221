import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPool, migrate, type Pool, startPostgres } from '../src/db/index.ts';

/** A PostgreSQL of the benchmark's own, with the server's tables. */
export interface BenchDatabase {
  readonly url: string;
  readonly pool: Pool;
  close(): Promise<void>;
}

/** Starts a PostgreSQL on an empty folder with the settings that the server gives its own, and more by name: every commit is flushed to the disk. */
export async function openBenchDatabase(settings: Readonly<Record<string, string>> = {}): Promise<BenchDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), 'kopai-bench-'));
  // PostgreSQL runs as another user when this runs as root.
  await chmod(dataDir, 0o755);
  const log = (level: string, message: string) => {
    if (level !== 'info' && !message.startsWith('FATAL:')) console.error(`postgres: ${message}`);
  };
  const postgres = await startPostgres({ dataDir, log, settings });
  const stop = async () => {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  // Whoever is told to stop in the middle takes the database along.
  const onSignal = () => void stop().finally(() => process.exit(1));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, onSignal);
  await migrate(postgres.url);
  const pool = createPool({
    url: postgres.url,
    size: 16,
    applicationName: 'bench',
    limits: { statement: 3_600_000, idleInTransaction: 3_600_000 },
  });
  return {
    url: postgres.url,
    pool,
    async close() {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, onSignal);
      await pool.end();
      await stop();
    },
  };
}
