import type { Pool } from '../src/db/index.ts';
import { newId } from '../src/new-id.ts';

/**
 * What the database itself can do, for the rest to be compared with: a bare row a commit, rows by the thousand, and a charge's rows by the
 * thousand with nothing decided.
 */
export async function createLimitTables(pool: Pool): Promise<void> {
  await pool.query(`create table bench_rows (id text primary key, amount bigint not null)`);
  // The server's own columns and its two unique keys, and entries with their key, without whatever else it checks or counts.
  await pool.query(`create table bench_charges (like charges, primary key (id), unique (message_id))`);
  await pool.query(`create table bench_entries (like ledger_entries, primary key (account, lane, seq))`);
}

let number = 0;

/** One row, one commit. */
export const bareInsert = (pool: Pool) => () =>
  pool.query({ name: 'bench bare', text: 'insert into bench_rows (id, amount) values ($1, $2)' }, [next(), 1]);

/** Rows in one statement and one commit. */
export const batchedRows = (pool: Pool, rows: number) => () =>
  pool.query(
    {
      name: 'bench rows',
      text: `insert into bench_rows (id, amount) select id, 1 from unnest($1::text[]) as n (id)`,
    },
    [Array.from({ length: rows }, next)],
  );

const next = () => `row_${Date.now().toString(36)}_${(number++).toString(36).padStart(8, '0')}`;

const seqs = new Map<number, number>();

/** A charge row and three entries each, `rows` charges a commit: each caller on accounts of its own. */
export const bulkCharges = (pool: Pool, rows: number) => (caller: number) => {
  const first = seqs.get(caller) ?? 1;
  seqs.set(caller, first + rows);
  const ids = Array.from({ length: rows }, () => newId('charge', Date.now()));
  return pool.query({ name: 'bench charges', text: insertBulk }, [
    ids,
    ids.map((id) => `msg_${id}`),
    Array.from({ length: rows }, (_, i) => first + i),
    caller,
  ]);
};

const insertBulk = `
  with wanted as (
    select * from unnest($1::text[], $2::text[], $3::bigint[]) as w (id, message_id, seq)
  ), made as (
    insert into bench_charges
      (id, message_id, agent_id, agent_name, user_id, wallet, price_version, infra, add_on, waived_infra, waived_add_on,
       amount, free, earning_org, creator_share, platform_share, lane, held_first, status, free_remaining, balance_after, created_at, captured_at)
    select id, message_id, 'agent', 'An agent', 'user', 'user:user', 1, 10, 5, 0, 0, 15, false, 'studio', 3, 2, 0, false,
      'captured', 0, 1000000, now(), now() from wanted
  )
  insert into bench_entries (account, lane, seq, transaction_id, kind, amount, balance_after, created_at)
  select account || $4, 0, seq, id, 'charge', amount, 0, now()
  from wanted cross join (values ('wallet:', -15), ('revenue:', 12), ('earnings:', 3)) as e (account, amount)`;
