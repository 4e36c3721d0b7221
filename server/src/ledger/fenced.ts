import { type ArrayType, Columns, type Queryable, type Statement, statement } from '../db/index.ts';
import { DraftError, isDraft } from './draft.ts';
import { columnsOf, insertEntries, type MovedAccount, moveAccounts, ownParameters, wantedAccounts } from './insert.ts';
import type { Posted } from './lines.ts';
import { OneMovement } from './one-movement.ts';

/** What another room writes, and checks, in the statement that writes the ledger. */
export interface Rider {
  /** Its parameters, each a list of values of this type. */
  readonly parameters: readonly ArrayType[];
  /** Common table expressions. One that writes reads from `fenced` too, so that it runs after the checks. */
  readonly tables?: (columns: Columns) => readonly string[];
  /** What must hold, by what it is called when it doesn't. */
  readonly fences?: (columns: Columns) => Readonly<Record<string, string>>;
}

/** Values of a rider's parameters; it has nothing to write or to check where the first of them is an empty list. */
export type RiderValues = readonly (readonly unknown[])[];

/** What a batch says: what it posted and the accounts that this moved, and the values of each rider. */
export interface Batch {
  readonly posted: readonly Posted[];
  readonly moved: readonly MovedAccount[];
  readonly riders: readonly RiderValues[];
}

/** The statements of one kind of batch, each with the riders that have something to say. */
export interface FencedStatements {
  /** The statement for a batch, and its parameters. */
  readonly of: (batch: Batch) => { readonly statement: Statement; readonly parameters: readonly unknown[] };
}

/** A rider that has something to say, and the parameters that say it. */
interface Riding {
  readonly rider: Rider;
  readonly columns: Columns;
}

/** A statement as it was made for a kind of batch. */
interface Built {
  readonly statement: Statement;
  /** The parameters of each rider, none where it has nothing to say. */
  readonly columns: readonly (Columns | undefined)[];
}

/**
 * Names statements that write entries, balances and whatever rides along - the rows that tell what moved -, each in a transaction of its own. What a batch does not
 * need is left out of its statement, and a lone movement with one row of values for each rider travels as these and not as lists: it would wait for all of
 * it to be set up. There are as many as riders and accounts come together, which are a few.
 */
export function fencedStatements(name: string, riders: readonly Rider[]): FencedStatements {
  const built = new Map<string, Built>();
  function build(shape: string, batch: Batch, opens: boolean, one: OneMovement | undefined): Built {
    let first = 1 + (one ? one.parameters().length : ownParameters);
    const columns = riders.map(({ parameters }, i) => {
      if (!isRiding(batch.riders[i])) return undefined;
      const own = new Columns(parameters, first, { isOne: one !== undefined });
      first += parameters.length;
      return own;
    });
    const riding = riders.flatMap((rider, i) => (columns[i] ? { rider, columns: columns[i] } : []));
    return { statement: statement(`${name} ${shape}`, fencedText(one, riding, opens)), columns };
  }
  return {
    of(batch) {
      const { posted, moved, riders: values } = batch;
      const [only] = posted;
      const isOne = posted.length === 1 && values.every(([first = []]) => first.length <= 1);
      const one = only && isOne ? new OneMovement(only, moved) : undefined;
      const opens = moved.some(({ expected }) => expected === 0n);
      let shape = opens ? '1' : '0';
      for (const value of values) shape += isRiding(value) ? '1' : '0';
      if (one) shape += ` ${one.shape}`;
      const known = built.get(shape) ?? build(shape, batch, opens, one);
      built.set(shape, known);
      const parameters = one ? one.parameters() : columnsOf(posted, moved);
      for (const [i, columns] of known.columns.entries()) columns?.parameters(values[i] ?? [], parameters);
      return { statement: known.statement, parameters };
    },
  };
}

const isRiding = (values: RiderValues | undefined): boolean => values?.[0] !== undefined && values[0].length > 0;

/**
 * It first moves the accounts it was decided on, in the order that everybody locks them, as far as each is still where it was decided on, and so
 * locks them; what does not hold raises `serialization_failure`, and nothing is kept. `case` because the checks of the riders come after the locks, and
 * nothing else keeps an order.
 */
function fencedText(one: OneMovement | undefined, riding: readonly Riding[], opens: boolean): string {
  const tables = riding.flatMap(({ rider, columns }) => rider.tables?.(columns) ?? []);
  const fences = riding.flatMap(({ rider, columns }) =>
    Object.entries(rider.fences?.(columns) ?? {}).map(([what, condition]) => fenceText(condition, what)),
  );
  if (opens) tables.push(openedTable);
  return `with wanted as materialized (
       ${one?.wantedText ?? wantedAccounts}
       order by account, lane
     ), moved as materialized (
       ${moveAccounts}
     ), fenced as materialized (
       select case when ${fenceText('(select count(*) from moved) = (select count(*) from wanted where expected > 0)', 'moved')}
         then ${['true', ...fences].join('\n         and ')} end as holds
     ), entries as (
       ${one?.entriesText ?? `${insertEntries} from fenced`}
     )${tables.map((table) => `, ${table}`).join('')}
     select holds from fenced`;
}

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
export function writeFenced(db: Queryable, fenced: FencedStatements, batch: Batch): Promise<unknown> {
  const own = batch.posted.find(({ movement }) => isDraft(movement));
  if (own) throw new DraftError(`${own.movement.kind} ${own.movement.id} is told by no rider`);
  const { statement, parameters } = fenced.of(batch); (globalThis as any).__m?.(8);
  return db.query(statement, parameters);
}
