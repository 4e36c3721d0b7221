import { arrayParameter, type Queryable, statement } from '../db/index.ts';
import { hasFloor } from './accounts.ts';
import { ByLane } from './by-lane.ts';
import { checkMovement, clawbacks, type Draft, DraftError, type Movement } from './draft.ts';
import { insertPosted, type MovedAccount } from './insert.ts';
import type { Posted } from './lines.ts';
import type { Seen } from './standings.ts';

/** An account as it is under the lock of this transaction, with what was posted since. */
interface Standing {
  readonly account: string;
  readonly lane: number;
  /** The seq it is decided on, which the final write is fenced by; 0 for an account that was never used. */
  readonly expected: bigint;
  /** The balance it is decided on, which the final write is fenced by too. */
  readonly before: bigint;
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

/**
 * The accounts that one database transaction has locked. Drafts are decided here in memory, in order, against balances that
 * nobody else can move; `write` then puts all of them down at once.
 */
export class Book {
  readonly #standings = new ByLane<Standing>();
  readonly #posted: Posted[] = [];

  constructor(seen: Iterable<Seen>) {
    for (const { account, lane, posted, seq } of seen)
      this.#standings.set(account, lane, { account, lane, expected: seq, before: posted, posted, seq });
  }

  /** The balance now, in microcredits, credit-positive. The account must be among those locked. */
  balance(account: string, lane = 0): bigint {
    return this.#standing(account, lane).posted;
  }

  /** Decides one movement. A refusal changes nothing, so the next one is judged as if this one had never come. */
  post(movement: Movement | Draft): PostOutcome {
    checkMovement(movement);
    const legs: Leg[] = [];
    for (const { account, lane, amount } of movement.postings) {
      const standing = this.#standing(account, lane);
      if (legs.some((leg) => leg.standing === standing))
        throw new DraftError(`${movement.kind} ${movement.id} names an account twice`);
      legs.push({ amount, standing });
    }
    for (const { amount, standing } of legs) {
      const { account, posted: balance } = standing;
      if (!allows(movement, amount, standing)) return { posted: false, account, balance };
    }
    const entries = legs.map(enter);
    this.#posted.push({ movement, entries });
    return { posted: true, entries };
  }

  #standing(account: string, lane?: number): Standing {
    const standing = this.#standings.get(account, lane);
    if (!standing) throw new DraftError(`${account} (lane ${lane}) was not locked`);
    return standing;
  }

  /** Writes what was posted: transactions, entries and new balances, in one statement that each account fences. Returns the accounts it moved. */
  async write(tx: Queryable): Promise<readonly AccountKey[]> {
    if (this.#posted.length === 0) return [];
    const { posted, moved } = this.take();
    await insertPosted(tx, posted, moved);
    return moved;
  }

  /** What was decided, for whoever writes it; the book keeps none of it. */
  take(): { posted: readonly Posted[]; moved: readonly MovedAccount[] } {
    const moved = this.#standings.values().filter((standing) => standing.seq !== standing.expected);
    return { posted: this.#posted.splice(0), moved };
  }
}

/** A posting, and where its account stands. */
interface Leg {
  readonly amount: bigint;
  readonly standing: Standing;
}

function allows({ kind }: Movement, amount: bigint, { account, posted }: Standing): boolean {
  if (amount >= 0n || posted + amount >= 0n || !hasFloor(account)) return true;
  return clawbacks.has(kind) && account.startsWith('wallet:');
}

function enter({ amount, standing }: Leg): Entry {
  standing.posted += amount;
  standing.seq += 1n;
  const { account, lane, seq, posted } = standing;
  return { account, lane, seq, amount, balanceAfter: posted };
}

/**
 * Locks accounts in one sorted order, which every writer follows, so that two of them can wait for each other but never in a
 * ring. An account that was never used has no row to lock: it stands at 0, and of two transactions that use it first, the fence of
 * the final write lets one through and has the other run again. So a refusal leaves not even an empty account behind. Of an
 * organization's wallet the name is locked until there is a row: what its members have spent is summed up under this lock.
 */
export async function openBook(tx: Queryable, accounts: Iterable<AccountKey>): Promise<Book> {
  const found = new ByLane<Seen>();
  for (const { account, lane = 0 } of accounts) found.set(account, lane, { account, lane, posted: 0n, seq: 0n });
  await lockRows(tx, found, found.values());
  const unused = found.values().filter(({ account, seq }) => seq === 0n && account.startsWith('wallet:org:'));
  if (unused.length > 0) {
    await tx.query(lockNames, [unused.map(({ account }) => account)]);
    await lockRows(tx, found, unused);
  }
  return new Book(found.values());
}

async function lockRows(tx: Queryable, found: ByLane<Seen>, wanted: readonly Seen[]): Promise<void> {
  const rows = await tx.query<Seen>(lockAccounts, [
    arrayParameter('text', wanted, ({ account }) => account),
    arrayParameter('smallint', wanted, ({ lane }) => lane),
  ]);
  for (const row of rows) found.set(row.account, row.lane, row);
}

const lockNames = statement(
  'lock names of accounts',
  `select pg_advisory_xact_lock(hashtextextended(name, 0)) from (select unnest($1::text[]) as name order by 1) as names`,
);

const lockAccounts = statement(
  'lock accounts',
  `select a.account, a.lane, a.posted, a.seq
   from ledger_accounts a
   join unnest($1::text[], $2::smallint[]) as wanted (account, lane) using (account, lane)
   order by a.account, a.lane
   for update of a`,
);
