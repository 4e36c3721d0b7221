import {
  type ArrayType,
  arrayParameter,
  isUniqueViolation,
  type Queryable,
  SerializationFailure,
  statement,
} from '../db/index.ts';
import { type Draft, isDraft } from './draft.ts';
import { type Line, linesOf, type Posted } from './lines.ts';

/** An account that was moved: where it was, and where it is now. */
export interface MovedAccount {
  readonly account: string;
  readonly lane: number;
  /** Its seq, 0 where it was never used. */
  readonly expected: bigint;
  /** Its balance, in microcredits. */
  readonly before: bigint;
  readonly posted: bigint;
  readonly seq: bigint;
}

/** What a row of `ledger_entries` says. */
export const entryColumns = `account, lane, seq, transaction_id, kind, amount, balance_after, created_at,
       income_lane, infra, infra_seq, infra_after, marketplace, marketplace_seq, marketplace_after`;

/** What of an entry moves with its account: the number of the line, and the balance after it. */
export type Shift = 'seq' | 'posted';

/**
 * Columns unnested side by side in the select list, which keeps no table of each as `from unnest(…)` would. The first parameters of every statement that
 * writes more than one movement: `columnsOf` gives them.
 */
export const entriesText = (shift: (what: Shift) => string): string => `insert into ledger_entries (${entryColumns})
     select unnest($1::text[]), unnest($2::smallint[]), unnest($3::bigint[])${shift('seq')}, unnest($4::text[]), unnest($5::text[]), unnest($6::bigint[]),
       unnest($7::bigint[])${shift('posted')}, unnest($8::timestamptz[]), unnest($14::smallint[]), unnest($15::bigint[]), unnest($16::bigint[]), unnest($17::bigint[]),
       unnest($18::bigint[]), unnest($19::bigint[]), unnest($20::bigint[])`;

export const insertEntries = entriesText(() => '');

/** The columns of the accounts to be moved. */
export const wantedColumns = '$9::text[], $10::smallint[], $11::bigint[], $12::bigint[], $13::bigint[], $21::bigint[]';

/** The accounts to be moved, as a table: where each was, and where it goes. */
export const wantedAccounts = `select * from unnest(${wantedColumns}) as m (account, lane, expected, posted, seq, before)`;

/**
 * Moves those of `wanted` that are where they were decided on. The seq alone would not tell: what was decided on a batch that then failed would pass where somebody else has moved the
 * account by as many lines meanwhile. Number and balance are all that an account is.
 */
export const moveAccounts = (wanted: string) => `update ledger_accounts a set posted = m.posted, seq = m.seq
       from ${wanted} m
       where m.expected > 0 and a.account = m.account and a.lane = m.lane and a.seq = m.expected and a.posted = m.before
       returning 1`;

const insertLedger = statement(
  'insert ledger',
  `with transactions as (
     insert into ledger_transactions (id, kind, source_kind, source_id, details, created_at)
     select * from unnest($22::text[], $23::text[], $24::text[], $25::text[], $26::jsonb[], $27::timestamptz[])
   ), entries as (
     ${insertEntries}
   ), wanted as (
     ${wantedAccounts}
   ), moved as (
     ${moveAccounts('wanted')}
   ), opened as (
     insert into ledger_accounts (account, lane, posted, seq)
     select account, lane, posted, seq from wanted where expected = 0 order by account, lane
     on conflict do nothing
     returning 1
   )
   select (select count(*) from moved) + (select count(*) from opened) as moved`,
);

/**
 * The one statement that writes the ledger. Columns travel as arrays: a thousand transactions cost one round trip and one
 * plan. An account that is not where it was decided on makes it throw `SerializationFailure`, and nothing is kept.
 */
export async function insertPosted(
  tx: Queryable,
  posted: readonly Posted[],
  moved: readonly MovedAccount[],
): Promise<void> {
  try {
    await insertOnce(tx, posted, moved);
  } catch (error) {
    // Another transaction was the first on an account that had no row to lock, or on the same cause: look again.
    const raced =
      isUniqueViolation(error, 'ledger_entries_pkey') || isUniqueViolation(error, 'ledger_transactions_one_effect');
    if (raced) throw new SerializationFailure('another transaction came first', { cause: error });
    throw error;
  }
}

async function insertOnce(tx: Queryable, posted: readonly Posted[], moved: readonly MovedAccount[]): Promise<void> {
  const [row] = await tx.query<{ moved: bigint }>(insertLedger, [
    ...columnsOf(posted, moved),
    ...transactionColumns(posted),
  ]);
  if (row?.moved !== BigInt(moved.length)) throw new SerializationFailure('an account moved between lock and write');
}

/** What the movements that tell themselves have to say: one array per column. */
function transactionColumns(posted: readonly Posted[]): Buffer[] {
  const drafts = posted.map(({ movement }) => movement).filter(isDraft);
  const column = (type: ArrayType, value: (draft: Draft) => unknown) => arrayParameter(type, drafts, value);
  return [
    column('text', (draft) => draft.id),
    column('text', (draft) => draft.kind),
    column('text', (draft) => draft.source.kind),
    column('text', (draft) => draft.source.id),
    column('jsonb', (draft) => JSON.stringify(draft.details)),
    column('timestamptz', (draft) => draft.at),
  ];
}

/** Lines and accounts, as every statement that writes the ledger takes them: one array per column. */
export function columnsOf(posted: readonly Posted[], moved: readonly MovedAccount[]): unknown[] {
  const lines = linesOf(posted);
  const ofLines = (type: ArrayType, value: (line: Line) => unknown) => arrayParameter(type, lines, value);
  const ofAccounts = (type: ArrayType, value: (account: MovedAccount) => unknown) => arrayParameter(type, moved, value);
  return [
    ofLines('text', ({ entry }) => entry.account),
    ofLines('smallint', ({ entry }) => entry.lane),
    ofLines('bigint', ({ entry }) => entry.seq),
    ofLines('text', ({ movement }) => movement.id),
    ofLines('text', ({ movement }) => movement.kind),
    ofLines('bigint', ({ entry }) => entry.amount),
    ofLines('bigint', ({ entry }) => entry.balanceAfter),
    ofLines('timestamptz', ({ movement }) => movement.at),
    ofAccounts('text', (account) => account.account),
    ofAccounts('smallint', (account) => account.lane),
    ofAccounts('bigint', (account) => account.expected),
    ofAccounts('bigint', (account) => account.posted),
    ofAccounts('bigint', (account) => account.seq),
    ofLines('smallint', ({ infra, marketplace }) => (infra ?? marketplace)?.lane),
    ofLines('bigint', ({ infra }) => infra?.amount),
    ofLines('bigint', ({ infra }) => infra?.seq),
    ofLines('bigint', ({ infra }) => infra?.balanceAfter),
    ofLines('bigint', ({ marketplace }) => marketplace?.amount),
    ofLines('bigint', ({ marketplace }) => marketplace?.seq),
    ofLines('bigint', ({ marketplace }) => marketplace?.balanceAfter),
    ofAccounts('bigint', (account) => account.before),
  ];
}
