import type { Pool } from '../src/db/index.ts';

/** Sees whether requests left something behind in the database. */
export interface Writes {
  /** How everything stands now, in one value. */
  mark(): Promise<string>;
  /** The same at a fraction of the price: it differs whenever a transaction has written, and sometimes when one only meant to. */
  glance(): Promise<string>;
}

/** When a credential was last used is written down with whatever it was used for, a refused request among it. */
const volatile = 'last_used_at';

/** Watches all tables of the server: those that are added later too. Jobs are in it as well, by their number. */
export async function watchWrites(pool: Pool): Promise<Writes> {
  const tables = await pool.query<{ name: string }>(
    `select quote_ident(table_name) as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  );
  const digests = tables.map(
    ({ name }) =>
      `select '${name}' as name, count(*) as rows, md5(string_agg(row, ' ' order by row)) as digest
       from (select (to_jsonb(t) - '${volatile}')::text as row from ${name} t) one`,
  );
  return {
    async mark() {
      const rows = await pool.query<{ name: string; rows: bigint; digest: string | null }>(digests.join(' union all '));
      return rows.map(({ name, rows: count, digest }) => `${name}: ${count} rows ${digest ?? ''}`).join('\n');
    },
    async glance() {
      // A transaction takes a number when it first writes or locks a row, and never else (PostgreSQL manual, 74.1).
      const [row] = await pool.query<{ next: string }>('select pg_snapshot_xmax(pg_current_snapshot())::text as next');
      return row?.next ?? '';
    },
  };
}
