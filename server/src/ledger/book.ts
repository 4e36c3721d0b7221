import { type Queryable, statement } from '../db/index.ts';
import { hasFloor } from './accounts.ts';
import { checkDraft, clawbacks, type Draft, DraftError, type Posting } from './draft.ts';
import { insertPosted, type MovedAccount, type PostedDraft } from './insert.ts';

/** An account as it is under the lock of this transaction, with what was posted since. */
interface Standing {
  readonly account: string;
  readonly lane: number;
  /** The seq on disk, which the final write is fenced by; 0 for an account that was never used. */
  readonly expected: bigint;
  posted: bigint;
  seq: bigint;
}

/** A line of the ledger, numbered within its account. */
export interface Entry {
  readonly account: string;
  readonly lane: number;
  readonly seq: bigint;
  readonly amount: bigint;
  readonly balanceAfter: bigint;
}

/** The answer to a draft: posted with its entries, or refused because an account would fall through its floor. */
export type PostOutcome =
  | { readonly posted: true; readonly entries: readonly Entry[] }
  | { readonly posted: false; readonly account: string; readonly balance: bigint };

export type AccountKey = { readonly account: string; readonly lane?: number };

const keyOf = (account: string, lane = 0) => `${account}#${lane}`;

/**
 * The accounts that one database transaction has locked. Drafts are decided here in memory, in order, against balances that
 * nobody else can move; `write` then puts all of them down at once.
 */
export class Book {
  readonly #standings: ReadonlyMap<string, Standing>;
  readonly #posted: { draft: Draft; entries: Entry[] }[] = [];

  constructor(standings: Iterable<Standing>) {
    this.#standings = new Map([...standings].map((standing) => [keyOf(standing.account, standing.lane), standing]));
  }

  /** The balance now, in microcredits, credit-positive. The account must be among those locked. */
  balance(account: string, lane = 0): bigint {
    return this.#standing(account, lane).posted;
  }

  seq(account: string, lane = 0): bigint {
    return this.#standing(account, lane).seq;
  }

  /** Accounts that `post` has moved so far, or put a line of 0 on. */
  touched(): string[] {
    return [...new Set(this.#posted.flatMap(({ entries }) => entries.map((entry) => entry.account)))];
  }

  /** Decides one draft. A refusal changes nothing, so the next draft is judged as if this one had never come. */
  post(draft: Draft): PostOutcome {
    checkDraft(draft);
    const short = draft.postings.find((posting) => !this.#allows(draft, posting));
    if (short) return { posted: false, account: short.account, balance: this.balance(short.account, short.lane) };
    const entries = draft.postings.map((posting) => this.#enter(posting));
    this.#posted.push({ draft, entries });
    return { posted: true, entries };
  }

  #allows(draft: Draft, { account, lane, amount }: Posting): boolean {
    const after = this.balance(account, lane) + amount;
    if (after >= 0n || amount >= 0n || !hasFloor(account)) return true;
    return clawbacks.has(draft.kind) && account.startsWith('wallet:');
  }

  #enter({ account, lane = 0, amount }: Posting): Entry {
    const standing = this.#standing(account, lane);
    standing.posted += amount;
    standing.seq += 1n;
    return { account, lane, seq: standing.seq, amount, balanceAfter: standing.posted };
  }

  #standing(account: string, lane: number): Standing {
    const standing = this.#standings.get(keyOf(account, lane));
    if (!standing) throw new DraftError(`${account} (lane ${lane}) was not locked`);
    return standing;
  }

  /** Writes what was posted: transactions, entries and new balances, in one statement fenced by each account's seq. */
  async write(tx: Queryable): Promise<void> {
    if (this.#posted.length === 0) return;
    const { posted, moved } = this.take();
    await insertPosted(tx, posted, moved);
  }

  /** What was decided, for whoever writes it; the book keeps none of it. */
  take(): { posted: readonly PostedDraft[]; moved: readonly MovedAccount[] } {
    const moved = [...this.#standings.values()].filter((standing) => standing.seq !== standing.expected);
    return { posted: this.#posted.splice(0), moved };
  }
}

/**
 * Locks accounts in one sorted order, which every writer follows, so that two of them can wait for each other but never in a
 * ring. An account that was never used has no row to lock: it stands at 0, and of two transactions that use it first, the fence of
 * the final write lets one through and has the other run again. So a refusal leaves not even an empty account behind.
 */
export async function openBook(tx: Queryable, accounts: Iterable<AccountKey>): Promise<Book> {
  const keys = new Map([...accounts].map(({ account, lane = 0 }) => [keyOf(account, lane), { account, lane }]));
  const rows = await tx.query<{ account: string; lane: number; posted: bigint; seq: bigint }>(lockAccounts, [
    [...keys.values()].map((key) => key.account),
    [...keys.values()].map((key) => key.lane),
  ]);
  const standings = new Map<string, Standing>();
  for (const [key, { account, lane }] of keys) {
    standings.set(key, { account, lane, expected: 0n, posted: 0n, seq: 0n });
  }
  for (const row of rows) standings.set(keyOf(row.account, row.lane), { ...row, expected: row.seq });
  return new Book(standings.values());
}

const lockAccounts = statement(
  'lock accounts',
  `select a.account, a.lane, a.posted, a.seq
   from ledger_accounts a
   join unnest($1::text[], $2::smallint[]) as wanted (account, lane) using (account, lane)
   order by a.account, a.lane
   for update of a`,
);
