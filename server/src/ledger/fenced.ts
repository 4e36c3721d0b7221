import { type ArrayType, Columns, type Queryable, type Statement, statement } from '../db/index.ts';
import { DraftError, isDraft } from './draft.ts';
import { columnsOf, insertEntries, type MovedAccount, moveAccounts, ownParameters, wantedAccounts } from './insert.ts';
import type { Posted } from './lines.ts';
import { oneMovement } from './one-movement.ts';

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

/** The ledger's own part of a statement. */
interface OwnText {
  readonly wanted: string;
  readonly entries: string;
}

/** A rider that has something to say, and the parameters that say it. */
interface Riding {
  readonly rider: Rider;
  readonly columns: Columns;
}

/** A statement as it was made for a kind of batch. */
interface Built {
  readonly statement: Statement;
  /** The parameters of each rider; of none that has nothing to say. */
  readonly columns: readonly (Columns | undefined)[];
}

/**
 * Names statements that write entries, balances and whatever rides along - the rows that tell what moved -, each in a transaction of its own. What a batch does not
 * need is left out of its statement, and a lone movement with one row of values for each rider travels as these and not as lists: it would wait for all of
 * it to be set up. There are as many as riders and accounts come together, which are a few.
 */
export function fencedStatements(name: string, riders: readonly Rider[]): FencedStatements {
  const built = new Map<string, Built>();
  function build(shape: string, counts: readonly number[], own: { count: number; text: OwnText }, form: Form): Built {
    let first = own.count + 1;
    const columns = riders.map(({ parameters }, i) => {
      if (!counts[i]) return undefined;
      const columns = new Columns(parameters, first, form);
      first += parameters.length;
      return columns;
    });
    const riding = riders.flatMap((rider, i) => (columns[i] ? { rider, columns: columns[i] } : []));
    return { statement: statement(`${name} ${shape}`, fencedText(own.text, riding, form)), columns };
  }
  return {
    of({ posted, moved, riders: values }) {
      const counts = values.map(([first]) => first?.length ?? 0);
      const [only, second] = posted;
      const one = only && !second && counts.every((count) => count <= 1) ? oneMovement(only, moved) : undefined;
      const opens = moved.some(({ expected }) => expected === 0n);
      const riding = counts.map((count) => (count > 0 ? 1 : 0)).join('');
      const shape = `${opens ? 1 : 0}${riding} ${one?.shape ?? 'many'}`;
      let known = built.get(shape);
      if (!known) {
        const own = one ? { count: one.parameters.length, text: one.text() } : { count: ownParameters, text: manyText };
        known = build(shape, counts, own, { isOne: one !== undefined, opens });
        built.set(shape, known);
      }
      const { statement, columns } = known;
      const parameters = values.flatMap((lists, i) => columns[i]?.parameters(lists) ?? []);
      return { statement, parameters: [...(one?.parameters ?? columnsOf(posted, moved)), ...parameters] };
    },
  };
}

/** Whether a statement takes one row of each rider, and whether it opens accounts. */
interface Form {
  readonly isOne: boolean;
  readonly opens: boolean;
}

const manyText: OwnText = { wanted: wantedAccounts, entries: `${insertEntries} from fenced` };

/**
 * It first moves the accounts it was decided on, in the order that everybody locks them, as far as each is still where it was decided on, and so
 * locks them; what does not hold raises `serialization_failure`, and nothing is kept. `case` because the checks of the riders come after the locks, and
 * nothing else keeps an order.
 */
function fencedText({ wanted, entries }: OwnText, riding: readonly Riding[], { opens }: Form): string {
  const tables = riding.flatMap(({ rider, columns }) => rider.tables?.(columns) ?? []);
  const fences = riding.flatMap(({ rider, columns }) =>
    Object.entries(rider.fences?.(columns) ?? {}).map(([what, condition]) => fenceText(condition, what)),
  );
  if (opens) tables.push(openedTable);
  return `with wanted as materialized (
       ${wanted}
       order by account, lane
     ), moved as materialized (
       ${moveAccounts}
     ), fenced as materialized (
       select case when ${fenceText('(select count(*) from moved) = (select count(*) from wanted where expected > 0)', 'moved')}
         then ${['true', ...fences].join('\n         and ')} end as holds
     ), entries as (
       ${entries}
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
  const { statement, parameters } = fenced.of(batch);
  return db.query(statement, parameters);
}
