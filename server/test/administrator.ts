import { createPool, type Pool } from '../src/db/index.ts';

/** The migrated database that test databases are copied from. Nobody stays connected to it, or copying would fail. */
export const TEMPLATE = 'kopai_template';

/** Copying a database writes some 8 MB and syncs them; with several test files at once that takes seconds on a slow disk. */
const STATEMENT_TIMEOUT = 60_000;

/** The URL of another database on the same server. */
export function databaseUrl(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/** Runs `work` on a connection of its own to the server's first database. */
export async function withAdministrator(url: string, work: (pool: Pool) => Promise<unknown>): Promise<void> {
  const pool = createPool({ url, size: 1, applicationName: 'test', limits: { statement: STATEMENT_TIMEOUT } });
  try {
    await work(pool);
  } finally {
    await pool.end();
  }
}
