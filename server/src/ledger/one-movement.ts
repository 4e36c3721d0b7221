import { instantOf } from '../clock.ts';
import { rankOf } from './accounts.ts';
import type { Entry } from './book.ts';
import { entryColumns, type MovedAccount } from './insert.ts';
import { linesOf, type Posted } from './lines.ts';

/** Where the entries of a line are among those of its movement: its own, and the platform's that stand in it; -1 where there is none. */
type LineIndexes = readonly [own: number, infra: number, marketplace: number];

/**
 * One movement as a statement takes it: values, where `columnsOf` has lists. It touches each of its accounts once, so that where an account was and where
 * it goes is all that a line says, and no line has parameters of its own.
 */
export class OneMovement {
  readonly #posted: Posted;
  readonly #moved: readonly MovedAccount[];
  readonly #lines: readonly LineIndexes[];
  /** Its entries in the order that their accounts are locked in; undefined where the database has to say. */
  readonly #order: readonly number[] | undefined;

  /** @param moved the accounts that it moved, in any order */
  constructor(posted: Posted, moved: readonly MovedAccount[]) {
    const { entries } = posted;
    const indexOf = (entry: Entry | undefined) => (entry ? entries.indexOf(entry) : -1);
    this.#posted = posted;
    this.#moved = moved;
    this.#lines = linesOf([posted]).map(({ entry, infra, marketplace }) => [
      indexOf(entry),
      indexOf(infra),
      indexOf(marketplace),
    ]);
    this.#order = orderOf(entries);
  }

  /** Which statement takes it: movements of one shape have lines of the same accounts, in the same order, and lock them in the same order. */
  get shape(): string {
    return `${this.#lines.join(' ')} ${this.#order?.join('') ?? 'sorted'}`;
  }

  /** How many accounts it moves. */
  get accounts(): number {
    return this.#posted.entries.length;
  }

  parameters(): unknown[] {
    const { movement, entries } = this.#posted;
    const parameters: unknown[] = [movement.id, movement.kind, instantOf(movement.at)];
    for (const { account, lane } of entries) {
      const moved = this.#moved.find((one) => one.account === account && one.lane === lane);
      if (!moved) throw new Error(`${account} (lane ${lane}) has an entry and was not moved`);
      parameters.push(account, lane, moved.expected, moved.before, moved.posted);
    }
    return parameters;
  }

  /** The accounts to be moved, as `wantedAccounts` gives them, in the order that everybody locks them. */
  get wantedText(): string {
    const order = this.#order ?? [...this.#posted.entries.keys()];
    const rows = order.map((index) => {
      const { account, lane, expected, before, posted } = namesOf(index);
      return `(${account}::text, ${lane}::smallint, ${expected}::bigint, ${posted}::bigint, ${expected} + 1, ${before}::bigint)`;
    });
    const table = `(values ${rows.join(', ')}) as m (account, lane, expected, posted, seq, before)`;
    return `select * from ${table}${this.#order ? '' : ' order by account, lane'}`;
  }

  get entriesText(): string {
    const rows = this.#lines.map(([own, infra, marketplace]) => {
      const { account, lane } = namesOf(own);
      const [amount, seq, after] = movedText(own);
      const incomeLane =
        infra < 0 && marketplace < 0 ? 'null::smallint' : namesOf(infra < 0 ? marketplace : infra).lane;
      const line = [account, lane, seq, '$1::text', '$2::text', amount, after, '$3::timestamptz', incomeLane];
      return `(${[...line, ...movedText(infra), ...movedText(marketplace)].join(', ')})`;
    });
    return `insert into ledger_entries (${entryColumns})
     select line.* from fenced, (values ${rows.join(', ')}) as line`;
  }
}

/** Entries in the order that the database sorts their accounts in, where no collation has another: a sort takes a lone charge as long as the checks behind it. */
function orderOf(entries: readonly Entry[]): number[] | undefined {
  const ranks = entries.map(({ account }) => rankOf(account));
  const order: number[] = [];
  for (const [index, rank] of ranks.entries()) {
    if (rank < 0 || order[rank] !== undefined) return undefined;
    order[rank] = index;
  }
  // Kinds that none of them is of are holes, which `flat` leaves out.
  return order.flat();
}

/** The parameters of the entry at this index: those of the movement come first. */
function namesOf(index: number) {
  const [account, lane, expected, before, posted] = Array.from({ length: 5 }, (_, i) => `$${4 + 5 * index + i}`);
  return { account, lane, expected, before, posted };
}

/** What an account was moved by, the number of that, and where it is now. */
function movedText(index: number): string[] {
  if (index < 0) return ['null::bigint', 'null::bigint', 'null::bigint'];
  const { expected, before, posted } = namesOf(index);
  return [`${posted} - ${before}`, `${expected} + 1`, `${posted}`];
}
