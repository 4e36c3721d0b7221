import { readFile } from 'node:fs/promises';
import type { MigrationBuilder } from 'node-pg-migrate';

/** The line by which a file says that it can't be part of a transaction: `create index concurrently` can't. */
const withoutTransaction = /^-- Without a transaction$/m;

/**
 * Reads SQL files for the migration library. A file that says so on a line of its own is run statement by statement outside of the transaction,
 * and without a time limit for locks: what has to be run so takes none that traffic waits for. Its statements end at the end of a line,
 * and it must bear being run again, for one that broke off is.
 */
export function loadMigrations(paths: string[]) {
  return Promise.all(
    paths.map(async (path) => {
      const sql = await readFile(path, 'utf8');
      const up = withoutTransaction.test(sql)
        ? (builder: MigrationBuilder) => {
            builder.noTransaction();
            for (const statement of ['set lock_timeout = 0', ...statementsOf(sql), 'reset lock_timeout'])
              builder.sql(statement);
          }
        : (builder: MigrationBuilder) => builder.sql(sql);
      return { id: path, filePaths: [path], actions: { up, down: false as const } };
    }),
  );
}

const statementsOf = (sql: string): string[] =>
  sql
    .replaceAll(/^--.*$/gm, '')
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
