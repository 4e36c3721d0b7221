import { arrayParameter, type Queryable, statement } from '../db/index.ts';
import type { AccountKey } from './book.ts';

/** An account as it was last seen. */
export interface Seen {
  readonly account: string;
  readonly lane: number;
  readonly posted: bigint;
  /** 0 for an account that was never used. */
  readonly seq: bigint;
}

/**
 * Accounts remembered of a lane: a hundred bytes each. Past it those that came first are forgotten, however much they are used: to keep a map in the order of use
 * is to take out and put in at every use, which makes more garbage than all else that a charge does.
 */
const rememberedMost = 100_000;

/**
 * Accounts as this process last saw them, so that a charge needs no reading before it is written. Whoever decides on one of these fences the
 * write by its seq: a memory that is out of date costs another try and nothing else.
 */
export class Standings {
  readonly #seen: Map<string, Seen>[] = [];

  /** Reads what is not remembered, without locks. Each account is asked for once. */
  async read(db: Queryable, accounts: readonly AccountKey[]): Promise<Seen[]> {
    const known = accounts.map((account) => this.#recall(account));
    if (known.every((seen) => seen !== undefined)) return known;
    await this.#load(
      db,
      accounts.filter((_, i) => known[i] === undefined),
    );
    // One that was forgotten again while it was read is as if it were new, which the fence refuses if it isn't. Not remembered so.
    return accounts.map((account) => this.#recall(account) ?? unused(account));
  }

  async #load(db: Queryable, missing: readonly AccountKey[]): Promise<void> {
    const rows = await db.query<Seen>(readAccounts, [
      arrayParameter('text', missing, ({ account }) => account),
      arrayParameter('smallint', missing, ({ lane = 0 }) => lane),
    ]);
    for (const account of missing) this.keep(unused(account));
    for (const row of rows) this.keep(row);
  }

  #recall({ account, lane = 0 }: AccountKey): Seen | undefined {
    return this.#seen[lane]?.get(account);
  }

  keep(seen: Seen): void {
    const { account, lane } = seen;
    const inLane = this.#seen[lane] ?? new Map<string, Seen>();
    this.#seen[lane] = inLane;
    inLane.set(account, seen);
    if (inLane.size <= rememberedMost) return;
    const [oldest] = inLane.keys();
    if (oldest !== undefined) inLane.delete(oldest);
  }

  forget(accounts: Iterable<AccountKey>): void {
    for (const { account, lane = 0 } of accounts) this.#seen[lane]?.delete(account);
  }
}

const unused = ({ account, lane = 0 }: AccountKey): Seen => ({ account, lane, posted: 0n, seq: 0n });

const readAccounts = statement(
  'read accounts',
  `select a.account, a.lane, a.posted, a.seq
   from ledger_accounts a
   join unnest($1::text[], $2::smallint[]) as wanted (account, lane) using (account, lane)`,
);
