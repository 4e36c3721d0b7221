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
 * Accounts remembered: a hundred bytes each. Past it those that came first are forgotten, however much they are used: to keep a map in the order of use
 * is to take out and put in at every use, which makes more garbage than all else that a charge does.
 */
const rememberedMost = 100_000;

const keyOf = ({ account, lane = 0 }: AccountKey) => (lane === 0 ? account : `${account}#${lane}`);

/**
 * Accounts as this process last saw them, so that a charge needs no reading before it is written. Whoever decides on one of these fences the
 * write by its seq: a memory that is out of date costs another try and nothing else.
 */
export class Standings {
  readonly #seen = new Map<string, Seen>();

  /** Reads what is not remembered, without locks. Each account is asked for once. */
  async read(db: Queryable, accounts: readonly AccountKey[]): Promise<Seen[]> {
    const missing = accounts.filter((account) => !this.#seen.has(keyOf(account)));
    if (missing.length > 0) await this.#load(db, missing);
    return accounts.map((account) => this.#recall(keyOf(account), account));
  }

  async #load(db: Queryable, missing: readonly AccountKey[]): Promise<void> {
    const rows = await db.query<{ account: string; lane: number; posted: bigint; seq: bigint }>(readAccounts, [
      arrayParameter('text', missing, ({ account }) => account),
      arrayParameter('smallint', missing, ({ lane = 0 }) => lane),
    ]);
    const found = new Map(rows.map((row) => [keyOf(row), row]));
    for (const { account, lane = 0 } of missing) {
      const unused = { account, lane, posted: 0n, seq: 0n };
      this.keep(found.get(keyOf(unused)) ?? unused);
    }
  }

  #recall(key: string, { account, lane = 0 }: AccountKey): Seen {
    const seen = this.#seen.get(key);
    // Forgotten again while it was read: as if it were new, which the fence refuses if it isn't. Not remembered so.
    return seen ?? { account, lane, posted: 0n, seq: 0n };
  }

  keep(seen: Seen): void {
    this.#seen.set(keyOf(seen), seen);
    if (this.#seen.size <= rememberedMost) return;
    const [oldest] = this.#seen.keys();
    if (oldest !== undefined) this.#seen.delete(oldest);
  }

  forget(accounts: Iterable<AccountKey>): void {
    for (const account of accounts) this.#seen.delete(keyOf(account));
  }
}

const readAccounts = statement(
  'read accounts',
  `select a.account, a.lane, a.posted, a.seq
   from ledger_accounts a
   join unnest($1::text[], $2::smallint[]) as wanted (account, lane) using (account, lane)`,
);
