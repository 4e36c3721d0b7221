import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPool, migrate, startPostgres } from '../src/db/index.ts';

/** A PostgreSQL of the fuzzer's own, with as many databases as it wants. */
export interface Cluster {
  /** Makes a database with the server's tables and returns its URL. */
  create(name: string): Promise<string>;
  drop(name: string): Promise<void>;
  close(): Promise<void>;
}

export async function openCluster(): Promise<Cluster> {
  const dataDir = await mkdtemp(join(tmpdir(), 'kopai-fuzz-'));
  // PostgreSQL runs as another user when this runs as root.
  await chmod(dataDir, 0o755);
  const log = (level: string, message: string) => {
    if (level !== 'info' && !message.startsWith('FATAL:')) console.error(`postgres: ${message}`);
  };
  const postgres = await startPostgres({ dataDir, log });
  const pool = createPool({ url: postgres.url, size: 1, applicationName: 'fuzz' });
  return {
    async create(name) {
      await pool.query(`create database ${name}`);
      const url = new URL(postgres.url);
      url.pathname = `/${name}`;
      await migrate(url.href);
      return url.href;
    },
    drop: async (name) => void (await pool.query(`drop database ${name} with (force)`)),
    async close() {
      await pool.end();
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
