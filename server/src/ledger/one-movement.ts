import type { Entry } from './book.ts';
import { entryColumns, type MovedAccount } from './insert.ts';
import { linesOf, type Posted } from './lines.ts';

/** One movement as a statement takes it: values, where `columnsOf` has lists. */
export interface OneMovement {
  /** Which statement takes it: movements of one shape have lines of the same accounts, in the same order. */
  readonly shape: string;
  readonly parameters: readonly unknown[];
  readonly text: () => OneMovementText;
}

export interface OneMovementText {
  /** The accounts to be moved, as `wantedAccounts` gives them. */
  readonly wanted: string;
  readonly entries: string;
}

/** Parameters of the movement itself, and of each of its accounts. */
const own = 3;
const each = 5;

/**
 * A lone movement touches each of its accounts once, so that where an account was and where it goes is all that its line says: no line has parameters of its own, and
 * none has to be a list.
 */
export function oneMovement(posted: Posted, moved: readonly MovedAccount[]): OneMovement {
  const { movement, entries } = posted;
  const lines = linesOf([posted]).map(({ entry, infra, marketplace }) =>
    [entry, infra, marketplace].map((one) => (one ? entries.indexOf(one) : -1)),
  );
  return {
    shape: lines.map((indexes) => indexes.map((index) => (index < 0 ? '-' : index)).join('')).join(' '),
    parameters: [
      movement.id,
      movement.kind,
      movement.at.toISOString(),
      ...entries.flatMap((entry) => {
        const { account, lane, expected, before, posted } = movedBy(entry, moved);
        return [account, lane, expected, before, posted];
      }),
    ],
    text: () => textOf(entries.length, lines),
  };
}

function movedBy({ account, lane }: Entry, moved: readonly MovedAccount[]): MovedAccount {
  const found = moved.find((one) => one.account === account && one.lane === lane);
  if (!found) throw new Error(`${account} (lane ${lane}) has an entry and was not moved`);
  return found;
}

function textOf(accounts: number, lines: readonly (readonly number[])[]): OneMovementText {
  const parameter = (index: number, column: number) => `$${own + each * index + column + 1}`;
  const wanted = Array.from({ length: accounts }, (_, index) => {
    const [account, lane, expected, before, posted] = [0, 1, 2, 3, 4].map((column) => parameter(index, column));
    return `(${account}::text, ${lane}::smallint, ${expected}::bigint, ${posted}::bigint, ${expected} + 1, ${before}::bigint)`;
  });
  const laneOf = (index: number | undefined) =>
    index === undefined || index < 0 ? 'null::smallint' : parameter(index, 1);
  /** What an account was moved by, the number of that, and where it is now. */
  const movedText = (index: number | undefined) => {
    if (index === undefined || index < 0) return ['null::bigint', 'null::bigint', 'null::bigint'];
    const [expected, before, posted] = [2, 3, 4].map((column) => parameter(index, column));
    return [`${posted} - ${before}`, `${expected} + 1`, `${posted}`];
  };
  const rows = lines.map(([entry = -1, infra = -1, marketplace = -1]) => {
    const [amount, seq, after] = movedText(entry);
    const line = [
      parameter(entry, 0),
      parameter(entry, 1),
      seq,
      '$1::text',
      '$2::text',
      amount,
      after,
      '$3::timestamptz',
    ];
    return `(${[...line, laneOf(infra < 0 ? marketplace : infra), ...movedText(infra), ...movedText(marketplace)].join(', ')})`;
  });
  return {
    wanted: `select * from (values ${wanted.join(', ')}) as m (account, lane, expected, posted, seq, before)`,
    entries: `insert into ledger_entries (${entryColumns})
     select line.* from fenced, (values ${rows.join(', ')}) as line`,
  };
}
