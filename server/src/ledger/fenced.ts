import { type Queryable, type Statement, statement } from '../db/index.ts';
import { columnsOf, type MovedAccount, type PostedDraft } from './insert.ts';

/** What another room writes, and checks, in the statement that writes the ledger. */
export interface Rider {
  /** How many parameters it takes. */
  readonly parameters: number;
  /**
   * Common table expressions. `$` numbers its parameters: `$(0)` is its first. One that writes reads from `fenced` too, so that it runs after
   * the checks.
   */
  readonly tables?: ($: (parameter: number) => string) => readonly string[];
  /** What must hold, by what it is called when it doesn't. */
  readonly fences?: ($: (parameter: number) => string) => Readonly<Record<string, string>>;
}

/** Values of a rider's parameters; it has nothing to write or to check where the first of them is an empty list. */
export type RiderValues = readonly unknown[];

/** The statements of one kind of batch, each with the riders that have something to say. */
export interface FencedStatements {
  /** `opens` where an account is used for the first time. */
  readonly of: (riders: readonly RiderValues[], opens: boolean) => Statement;
}

/** Parameters of the ledger's own part. */
const own = 19;

/**
 * Names statements that write transactions, entries, balances and whatever rides along, each in a transaction of its own. What a batch does not
 * need is left out of its statement: a lone charge would wait for it to be set up. There are as many as riders come together, which are a few.
 */
export function fencedStatements(name: string, riders: readonly Rider[]): FencedStatements {
  const built = new Map<string, Statement>();
  return {
    of(values, opens) {
      const riding = values.map(isRiding);
      const shape = [opens, ...riding].map(Number).join('');
      const known = built.get(shape);
      if (known) return known;
      const present = riders.filter((_, i) => riding[i]);
      const made = statement(`${name} ${shape}`, fencedText(present, opens));
      built.set(shape, made);
      return made;
    },
  };
}

const isRiding = ([first]: RiderValues): boolean => !Array.isArray(first) || first.length > 0;

/**
 * It first locks the accounts it was decided on, in the order that everybody locks them, and checks that each still has the seq it was decided on; what
 * does not hold raises `serialization_failure`, and nothing is kept. `case` because the checks of the riders come after the locks, and nothing else
 * keeps an order. Columns are unnested side by side in the select list, which keeps no table of each as `from unnest(…)` would.
 */
function fencedText(riders: readonly Rider[], opens: boolean): string {
  let first = own + 1;
  const tables: string[] = [];
  const fences: string[] = [];
  for (const rider of riders) {
    const start = first;
    const $ = (parameter: number) => `$${start + parameter}`;
    tables.push(...(rider.tables?.($) ?? []));
    for (const [what, condition] of Object.entries(rider.fences?.($) ?? {}))
      fences.push(`fence(${condition}, '${what}')`);
    first += rider.parameters;
  }
  if (opens) tables.push(openedTable);
  return `with wanted as materialized (
       select * from unnest($15::text[], $16::smallint[], $17::bigint[], $18::bigint[], $19::bigint[])
         as m (account, lane, expected, posted, seq)
     ), locked as materialized (
       select a.account from ledger_accounts a join wanted w on a.account = w.account and a.lane = w.lane
       where a.seq = w.expected
       order by a.account, a.lane
       for update of a
     ), fenced as materialized (
       select case when fence((select count(*) from locked) = (select count(*) from wanted where expected > 0), 'moved')
         then ${['true', ...fences].join('\n         and ')} end as holds
     ), transactions as (
       insert into ledger_transactions (id, kind, source_kind, source_id, details, created_at)
       select unnest($1::text[]), unnest($2::text[]), unnest($3::text[]), unnest($4::text[]), unnest($5::jsonb[]), unnest($6::timestamptz[]) from fenced
     ), entries as (
       insert into ledger_entries (account, lane, seq, transaction_id, kind, amount, balance_after, created_at)
       select unnest($7::text[]), unnest($8::smallint[]), unnest($9::bigint[]), unnest($10::text[]), unnest($11::text[]), unnest($12::bigint[]),
         unnest($13::bigint[]), unnest($14::timestamptz[]) from fenced
     ), moved as (
       update ledger_accounts a set posted = m.posted, seq = m.seq
       from fenced, wanted m where m.expected > 0 and a.account = m.account and a.lane = m.lane
     )${tables.map((table) => `, ${table}`).join('')}
     select holds from fenced`;
}

const openedTable = `opened as (
       insert into ledger_accounts (account, lane, posted, seq)
       select account, lane, posted, seq from fenced, wanted where expected = 0 order by account, lane
     )`;

/** Runs the statement that a batch needs; throws what the database throws. */
export async function writeFenced(
  db: Queryable,
  fenced: FencedStatements,
  {
    posted,
    moved,
    riders,
  }: { posted: readonly PostedDraft[]; moved: readonly MovedAccount[]; riders: readonly RiderValues[] },
): Promise<void> {
  const opens = moved.some(({ expected }) => expected === 0n);
  await db.query(fenced.of(riders, opens), [...columnsOf(posted, moved), ...riders.filter(isRiding).flat()]);
}
