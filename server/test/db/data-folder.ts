import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import {
  createPool,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  type Pool,
  startPostgres,
} from '../../src/db/index.ts';

/** A data folder for the running test, removed after it. */
export async function dataFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kopai-db-'));
  await chmod(folder, 0o755);
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

/** Starts PostgreSQL for the running test and stops it after it. */
export async function start(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const postgres = await startPostgres(options);
  onTestFinished(() => postgres.stop());
  return postgres;
}

/** A small pool for the running test, closed after it. */
export function poolOf({ url }: { url: string }): Pool {
  const pool = createPool({ url, size: 2, applicationName: 'test' });
  onTestFinished(() => pool.end());
  return pool;
}

/** The process that PostgreSQL runs as on this data folder. */
export async function postmasterPid(dataDir: string): Promise<number> {
  return Number.parseInt(await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8'), 10);
}
