import { randomBytes } from 'node:crypto';
import { atEnd } from '@kopai/workshop/at-end';
import { inject } from 'vitest';
import { createPool, type Pool } from '../src/db/index.ts';
import { databaseUrl, TEMPLATE, withAdministrator } from './administrator.ts';

/** A test file's own database. */
export interface TestDatabase {
  readonly url: string;
  /** A pool on it, closed at the end of the file. */
  readonly pool: Pool;
}

/**
 * Makes a migrated, empty database for the calling test file. It is dropped after the file's last test, together with
 * whatever connections are left.
 */
export async function freshDatabase(): Promise<TestDatabase> {
  const server = inject('postgresUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await withAdministrator(server, (pool) => pool.query(`create database ${name} template ${TEMPLATE}`));
  const url = databaseUrl(server, name);
  const pool = createPool({ url, size: 16, applicationName: 'test' });
  atEnd(async () => {
    await pool.end();
    await withAdministrator(server, (pool) => pool.query(`drop database ${name} with (force)`));
  });
  return { url, pool };
}
