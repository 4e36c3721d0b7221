import {
  addParameters,
  type Column,
  Columns,
  type ColumnsForm,
  type Queryable,
  type Statement,
  statement,
} from '../db/index.ts';
import { type Adrift, driftsTable, insertEntriesAdrift, moveAdrift, selectDrifts, wantedAdrift } from './adrift.ts';
import { DraftError, isDraft } from './draft.ts';
import { columnsOf, insertEntries, type MovedAccount, moveAccounts, wantedAccounts } from './insert.ts';
import type { Posted } from './lines.ts';
import { OneMovement } from './one-movement.ts';

/** What another room writes, and checks, in the statement that writes the ledger: one row or many of these columns. */
export interface Rider<Row> {
  readonly columns: readonly Column<Row>[];
  /** Common table expressions. One that writes reads from `fenced` too, so that it runs after the checks. */
  readonly tables?: (columns: Columns) => readonly string[];
  /** What must hold, by what it is called when it doesn't. */
  readonly fences?: (columns: Columns) => Readonly<Record<string, string>>;
}

/** A rider with its rows. */
export interface Riding {
  readonly rider: Pick<Rider<never>, 'columns' | 'tables' | 'fences'>;
  readonly count: number;
  readonly addParameters: (parameters: unknown[], form: ColumnsForm) => void;
}

/** Has these rows ride along; without any the rider has nothing to write or to check. */
export const riding = <Row>(rider: Rider<Row>, rows: readonly Row[]): Riding => ({
  rider,
  count: rows.length,
  addParameters: (parameters, form) => addParameters(parameters, rider.columns, rows, form),
});

/** What a batch says: what it posted and the accounts that this moved, and what rides along: the same riders, in the same order, for each batch of a kind. */
export interface Batch {
  readonly posted: readonly Posted[];
  readonly moved: readonly MovedAccount[];
  readonly riders: readonly Riding[];
  /** Given where other processes move its payers too: then `moved` is in the order of this. */
  readonly adrift?: Adrift | undefined;
}

/** The statements of one kind of batch, each with the riders that have something to say. */
export interface FencedStatements {
  /** The statement for a batch, and its parameters. */
  readonly of: (batch: Batch) => { readonly statement: Statement; readonly parameters: readonly unknown[] };
}

/**
 * Names statements that write entries, balances and whatever rides along - the rows that tell what moved -, each in a transaction of its own. What a batch does not
 * need is left out of its statement, and a lone movement with one row for each rider travels as values and not as lists: it would wait for all of
 * it to be set up. There are as many as riders and accounts come together, which are a few.
 */
export function fencedStatements(name: string): FencedStatements {
  const built = new Map<string, Statement>();
  return {
    of(batch) {
      const { posted, moved, riders, adrift } = batch;
      const [only] = posted;
      const isOne = !adrift && posted.length === 1 && riders.every(({ count }) => count <= 1);
      const one = only && isOne ? new OneMovement(only, moved) : undefined;
      const opens = moved.some(({ expected }) => expected === 0n);
      let shape = opens ? '1' : '0';
      for (const { count } of riders) shape += count > 0 ? '1' : '0';
      if (one) shape += ` ${one.shape}`;
      if (adrift) shape += ' adrift';
      const parameters = one ? one.parameters() : columnsOf(posted, moved);
      if (adrift) parameters.push(...adrift.parameters(posted));
      let known = built.get(shape);
      if (!known) {
        known = statement(`${name} ${shape}`, fencedText(batch, { one, opens, first: parameters.length + 1 }));
        built.set(shape, known);
      }
      const form = { isOne, shifts: adrift?.shifts };
      for (const rider of riders) if (rider.count > 0) rider.addParameters(parameters, form);
      return { statement: known, parameters };
    },
  };
}

/** What a statement is made of beside its riders. */
interface Form {
  /** The lone movement of it. */
  readonly one: OneMovement | undefined;
  /** Whether an account is used for the first time. */
  readonly opens: boolean;
  /** The number of the riders' first parameter. */
  readonly first: number;
}

/**
 * It first moves the accounts it was decided on, in the order that everybody locks them, as far as each is still where it was decided on, and so
 * locks them; what does not hold raises `serialization_failure`, and nothing is kept. `case` because the checks of the riders come after the locks, and
 * nothing else keeps an order. It gives rows only where accounts may drift, and these are the drifts: to describe a result takes both sides as long as to
 * write an entry.
 */
function fencedText({ riders, adrift }: Batch, { one, opens, first }: Form): string {
  const tables: string[] = [];
  const fences: string[] = [];
  let next = first;
  for (const { rider, count } of riders) {
    if (count === 0) continue;
    const columns = new Columns(rider.columns, { first: next, isOne: one !== undefined, shifts: adrift?.shifts });
    next += columns.count;
    tables.push(...(rider.tables?.(columns) ?? []));
    for (const [what, condition] of Object.entries(rider.fences?.(columns) ?? {}))
      fences.push(fenceText(condition, what));
  }
  const { accounts, expected, entries, drifts } = partsOf({ one, opens, adrift });
  if (opens) tables.push(openedTable);
  // What gives rows stands last.
  if (drifts) tables.push(`entries as (${entries})`);
  const holds = `fenced as materialized (
       select case when ${fenceText(`(select count(*) from moved) = ${expected}`, 'moved')}
         then ${['true', ...fences].join('\n         and ')} end as holds
     )`;
  return `with ${[...accounts, holds, ...tables].join(', ')}
     ${drifts ?? entries}`;
}

/** What moves the accounts, how many must have been moved, what writes the lines, and what tells of drifts. */
function partsOf({ one, opens, adrift }: Pick<Form, 'one' | 'opens'> & Pick<Batch, 'adrift'>) {
  // Of a lone movement all of whose accounts are there, nobody else asks which they are.
  if (one && !opens)
    return {
      accounts: [movedTable(moveAccounts(`(${one.wantedText})`))],
      expected: one.accounts,
      entries: one.entriesText,
    };
  const expected = '(select count(*) from wanted where expected > 0)';
  if (adrift)
    return {
      accounts: [wantedTable(`${wantedAdrift} order by account, lane`), movedTable(moveAdrift), driftsTable],
      expected,
      entries: `${insertEntriesAdrift} from fenced`,
      drifts: selectDrifts,
    };
  return {
    accounts: [
      wantedTable(one?.wantedText ?? `${wantedAccounts} order by account, lane`),
      movedTable(moveAccounts('wanted')),
    ],
    expected,
    entries: one?.entriesText ?? `${insertEntries} from fenced`,
  };
}

const wantedTable = (text: string) => `wanted as materialized (${text})`;

const movedTable = (text: string) => `moved as materialized (${text})`;

/** Asks for the function that refuses only where there is something to refuse: each call takes a lone charge 5 us. */
const fenceText = (condition: string, what: string) =>
  `case when ${condition} then true else fence(false, '${what}') end`;

const openedTable = `opened as (
       insert into ledger_accounts (account, lane, posted, seq)
       select account, lane, posted, seq from fenced, wanted where expected = 0 order by account, lane
     )`;

/**
 * Runs the statement that a batch needs; rejects with what the database says. What moves is told by a rider. Not `async`: what was decided is let go as soon as
 * it is sent, and need not outlive the wait for its answer.
 */
export function writeFenced<Row extends object>(db: Queryable, fenced: FencedStatements, batch: Batch): Promise<Row[]> {
  const own = batch.posted.find(({ movement }) => isDraft(movement));
  if (own) throw new DraftError(`${own.movement.kind} ${own.movement.id} is told by no rider`);
  const { statement, parameters } = fenced.of(batch);
  return db.query<Row>(statement, parameters);
}
