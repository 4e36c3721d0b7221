import { type ArrayType, arrayParameter, type Queryable, type Statement, statement } from '../db/index.ts';
import { DraftError, isDraft } from './draft.ts';
import { columnsOf, insertEntries, type MovedAccount, moveAccounts, ownParameters, wantedAccounts } from './insert.ts';
import type { Posted } from './lines.ts';

/** What another room writes, and checks, in the statement that writes the ledger. */
export interface Rider {
  /** Its parameters, each a list of values of this type. */
  readonly parameters: readonly ArrayType[];
  /**
   * Common table expressions. `$` numbers its parameters: `$(0)` is its first. One that writes reads from `fenced` too, so that it runs after
   * the checks.
   */
  readonly tables?: ($: (parameter: number) => string) => readonly string[];
  /** What must hold, by what it is called when it doesn't. */
  readonly fences?: ($: (parameter: number) => string) => Readonly<Record<string, string>>;
}

/** Values of a rider's parameters; it has nothing to write or to check where the first of them is an empty list. */
export type RiderValues = readonly (readonly unknown[])[];

/** The statements of one kind of batch, each with the riders that have something to say. */
export interface FencedStatements {
  /** The statement for these values, and they as it takes them; `opens` where an account is used for the first time. */
  readonly of: (
    riders: readonly RiderValues[],
    opens: boolean,
  ) => { readonly statement: Statement; readonly parameters: readonly Buffer[] };
}

/**
 * Names statements that write entries, balances and whatever rides along - the rows that tell what moved -, each in a transaction of its own. What a batch does not
 * need is left out of its statement: a lone charge would wait for it to be set up. There are as many as riders come together, which are a few.
 */
export function fencedStatements(name: string, riders: readonly Rider[]): FencedStatements {
  const built = new Map<string, Statement>();
  return {
    of(values, opens) {
      const riding = values.map(([first]) => first !== undefined && first.length > 0);
      const shape = [opens, ...riding].map(Number).join('');
      const present = riders.filter((_, i) => riding[i]);
      const known = built.get(shape) ?? statement(`${name} ${shape}`, fencedText(present, opens));
      built.set(shape, known);
      const lists = values.filter((_, i) => riding[i]).flat();
      const types = present.flatMap(({ parameters }) => parameters);
      return { statement: known, parameters: types.map((type, i) => arrayParameter(type, lists[i] ?? [])) };
    },
  };
}

/**
 * It first moves the accounts it was decided on, in the order that everybody locks them, as far as each is still where it was decided on, and so
 * locks them; what does not hold raises `serialization_failure`, and nothing is kept. `case` because the checks of the riders come after the locks, and
 * nothing else keeps an order.
 */
function fencedText(riders: readonly Rider[], opens: boolean): string {
  let first = ownParameters + 1;
  const tables: string[] = [];
  const fences: string[] = [];
  for (const rider of riders) {
    const start = first;
    const $ = (parameter: number) => `$${start + parameter}`;
    tables.push(...(rider.tables?.($) ?? []));
    for (const [what, condition] of Object.entries(rider.fences?.($) ?? {})) fences.push(fenceText(condition, what));
    first += rider.parameters.length;
  }
  if (opens) tables.push(openedTable);
  return `with wanted as materialized (
       ${wantedAccounts}
       order by account, lane
     ), moved as materialized (
       ${moveAccounts}
     ), fenced as materialized (
       select case when ${fenceText('(select count(*) from moved) = (select count(*) from wanted where expected > 0)', 'moved')}
         then ${['true', ...fences].join('\n         and ')} end as holds
     ), entries as (
       ${insertEntries} from fenced
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
export function writeFenced(
  db: Queryable,
  fenced: FencedStatements,
  {
    posted,
    moved,
    riders,
  }: { posted: readonly Posted[]; moved: readonly MovedAccount[]; riders: readonly RiderValues[] },
): Promise<unknown> {
  const own = posted.find(({ movement }) => isDraft(movement));
  if (own) throw new DraftError(`${own.movement.kind} ${own.movement.id} is told by no rider`);
  const opens = moved.some(({ expected }) => expected === 0n);
  const { statement, parameters } = fenced.of(riders, opens);
  return db.query(statement, [...columnsOf(posted, moved), ...parameters]);
}
