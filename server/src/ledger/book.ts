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

/** Most accounts have one lane, and their names for keys. */
const keyOf = (account: string, lane = 0) => (lane === 0 ? account : `${account}#${lane}`);

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

  /** Decides one draft. A refusal changes nothing, so the next draft is judged as if this one had never come. */
  post(draft: Draft): PostOutcome {
    checkDraft(draft);
    const legs = draft.postings.map((posting) => ({
      posting,
      standing: this.#standing(posting.account, posting.lane),
    }));
    if (new Set(legs.map(({ standing }) => standing)).size !== legs.length) {
      throw new DraftError(`${draft.kind} ${draft.id} names an account twice`);
    }
    const short = legs.find(({ posting, standing }) => !allows(draft, posting, standing));
    if (short) return { posted: false, account: short.standing.account, balance: short.standing.posted };
    const entries = legs.map(({ posting, standing }) => enter(posting, standing));
    this.#posted.push({ draft, entries });
    return { posted: true, entries };
  }

  #standing(account: string, lane?: number): Standing {
    const standing = this.#standings.get(keyOf(account, lane));
    if (!standing) throw new DraftError(`${account} (lane ${lane}) was not locked`);
    return standing;
  }

  /** Writes what was posted: transactions, entries and new balances, in one statement fenced by each account's seq. Returns the accounts it moved. */
  async write(tx: Queryable): Promise<readonly AccountKey[]> {
    if (this.#posted.length === 0) return [];
    const { posted, moved } = this.take();
    await insertPosted(tx, posted, moved);
    return moved;
  }

  /** What was decided, for whoever writes it; the book keeps none of it. */
  take(): { posted: readonly PostedDraft[]; moved: readonly MovedAccount[] } {
    const moved = [...this.#standings.values()].filter((standing) => standing.seq !== standing.expected);
    return { posted: this.#posted.splice(0), moved };
  }
}

function allows(draft: Draft, { amount }: Posting, { account, posted }: Standing): boolean {
  if (amount >= 0n || posted + amount >= 0n || !hasFloor(account)) return true;
  return clawbacks.has(draft.kind) && account.startsWith('wallet:');
}

function enter({ amount }: Posting, standing: Standing): Entry {
  standing.posted += amount;
  standing.seq += 1n;
  const { account, lane, seq, posted } = standing;
  return { account, lane, seq, amount, balanceAfter: posted };
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
