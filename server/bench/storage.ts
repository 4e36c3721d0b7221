import type { Queryable } from '../src/db/index.ts';
import { number, printCells } from './report.ts';

interface Relation {
  readonly name: string;
  readonly index: string | null;
  readonly rows: bigint;
  readonly bytes: bigint;
  readonly updated: bigint;
  readonly in_place: bigint;
  readonly dead: bigint;
}

/** What charges take on the disk, table by table and index by index, and how the rows that are updated bear it. */
export async function printStorage(db: Queryable): Promise<void> {
  const [counted] = await db.query<{ charges: bigint }>('select count(*) as charges from charges');
  const charges = Number(counted?.charges ?? 0n);
  // The counts of updates are sent by sessions as they go idle, and forgotten by nobody.
  await db.query('select pg_stat_force_next_flush()');
  const relations = await db.query<Relation>(
    `select t.relname as name, null as index, t.n_live_tup as rows, pg_table_size(t.relid) as bytes,
       t.n_tup_upd as updated, t.n_tup_hot_upd as in_place, t.n_dead_tup as dead
     from pg_stat_user_tables t where t.relname = any($1)
     union all
     select i.relname, i.indexrelname, 0, pg_relation_size(i.indexrelid), 0, 0, 0
     from pg_stat_user_indexes i where i.relname = any($1)
     order by 1, 2 nulls first`,
    [['charges', 'ledger_transactions', 'ledger_entries', 'ledger_accounts', 'earning_totals']],
  );
  const total = relations.reduce((sum, { bytes }) => sum + bytes, 0n);
  const each = (bytes: bigint) => number(Number(bytes) / charges);
  const rows = relations.map(({ name, index, rows: count, bytes, updated, in_place, dead }) =>
    index === null
      ? [
          name,
          number(count),
          number(bytes / 1_000_000n),
          each(bytes),
          number(updated),
          shareOf(in_place, updated),
          number(dead),
        ]
      : [`\u2003${index}`, '', number(bytes / 1_000_000n), each(bytes), '', '', ''],
  );
  printCells(
    `What ${number(charges)} charges take`,
    ['relation', 'rows', 'MB', 'bytes a charge', 'updates', 'in place', 'dead rows'],
    [...rows, ['all of it', '', number(total / 1_000_000n), each(total), '', '', '']],
  );
}

const shareOf = (part: bigint, whole: bigint): string =>
  whole === 0n ? '' : `${((100 * Number(part)) / Number(whole)).toFixed(0)} %`;
