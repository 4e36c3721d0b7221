import { arrayParameter, type Shifts } from '../db/index.ts';
import { entriesText, type MovedAccount, type Shift, wantedColumns } from './insert.ts';
import { type Line, linesOf, type Posted } from './lines.ts';

/** How far an account was from where it was decided on. */
export interface DriftRow {
  readonly place: number;
  readonly posted: bigint;
  readonly seq: bigint;
}

/** How far accounts were from where they were decided on, in microcredits; 0 for those that were there. */
export interface Drift {
  of(account: string): bigint;
  /** Whether any was elsewhere. */
  readonly isAny: boolean;
}

export const noDrift: Drift = { of: () => 0n, isAny: false };

/**
 * A batch whose payers other processes move too. Their accounts are moved by what it comes to, from wherever they are, as far as their floor allows: what
 * was remembered of them need not be so. How far each was from there is added to whatever the batch says of its balance and its number. All other
 * accounts are fenced, as they are in every batch.
 */
export class Adrift {
  /** The accounts in the order of their places: those that may drift, those that are fenced, and those that are used for the first time. */
  readonly moved: readonly MovedAccount[];
  readonly #drifting: number;
  readonly #places: ReadonlyMap<string, number>;
  /** The place of a shift of nothing, behind all that are moved. */
  readonly #still: number;

  constructor(moved: readonly MovedAccount[]) {
    const known = moved.filter(({ expected }) => expected > 0n);
    const drifting = known.filter(mayDrift);
    this.moved = [
      ...drifting,
      ...known.filter((account) => !mayDrift(account)),
      ...moved.filter(({ expected }) => expected === 0n),
    ];
    this.#drifting = drifting.length;
    this.#places = new Map(drifting.map(({ account }, i) => [account, i + 1]));
    this.#still = known.length + 1;
  }

  /** What riders say of balances moves with these. */
  get shifts(): Shifts {
    return { text: driftsOf('posted'), placeOf: (account) => this.#places.get(account) ?? this.#still };
  }

  /** The statement's parameters behind those of `columnsOf`. */
  parameters(posted: readonly Posted[]): unknown[] {
    const placeOf = ({ entry }: Line) => this.#places.get(entry.account) ?? this.#still;
    return [arrayParameter('integer', linesOf(posted), placeOf), this.#drifting];
  }

  /** What the database says of the accounts that were elsewhere. */
  settle(rows: readonly DriftRow[]): { readonly drift: Drift; readonly moved: readonly MovedAccount[] } {
    const drifts = new Map<string, bigint>();
    const moved = [...this.moved];
    for (const { place, posted, seq } of rows) {
      const account = moved[place - 1];
      if (!account) throw new RangeError(`no account has place ${place}`);
      drifts.set(account.account, posted);
      moved[place - 1] = { ...account, posted: account.posted + posted, seq: account.seq + seq };
    }
    return { drift: { of: (account) => drifts.get(account) ?? 0n, isAny: rows.length > 0 }, moved };
  }
}

/** The accounts to be moved, with their places. */
export const wantedAdrift = `select * from unnest(${wantedColumns}) with ordinality
         as m (account, lane, expected, posted, seq, before, place)`;

export const moveAdrift = `update ledger_accounts a set posted = a.posted + m.posted - m.before, seq = a.seq + m.seq - m.expected
       from wanted m
       where m.expected > 0 and a.account = m.account and a.lane = m.lane
         and case when m.place <= $23::integer then a.posted + m.posted - m.before >= 0 else a.seq = m.expected and a.posted = m.before end
       returning m.place::integer, a.posted - m.posted as posted, a.seq - m.seq as seq`;

/** In the order of their places, and nothing at the end. */
export const driftsTable = `drifts as materialized (
       select array_agg(posted order by place) || 0::bigint as posted, array_agg(seq order by place) || 0::bigint as seq from moved
     )`;

/** The accounts that were elsewhere. */
export const selectDrifts = 'select place, posted, seq from moved where posted <> 0 or seq <> 0';

const driftsOf = (what: Shift) => `(select ${what} from drifts)`;

export const insertEntriesAdrift = entriesText((what) => ` + ${driftsOf(what)}[unnest($22::integer[])]`);

/** A payer's own accounts are the only ones that all processes move: of the others each has lanes of its own. */
const mayDrift = ({ account }: MovedAccount) => account.startsWith('wallet:') || account.startsWith('held:');
