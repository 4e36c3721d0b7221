import { inTransaction, type Pool, type Queryable } from '../db/index.ts';
import { type AccountKey, Book, openBook, type PostOutcome } from './book.ts';
import type { Draft } from './draft.ts';
import { type FencedStatements, type RiderValues, writeFenced } from './fenced.ts';
import type { MovedAccount } from './insert.ts';
import { Standings } from './standings.ts';

/** A database transaction that may move money. */
export interface LedgerTransaction extends Queryable {
  /** Locks accounts, in addition to none: a transaction opens one book, so that locks are taken in one sorted order. */
  open(accounts: Iterable<AccountKey>): Promise<Book>;
  /** Writes what the book decided. Wallets it touched are announced once the transaction has committed. */
  write(book: Book): Promise<void>;
  /**
   * Posts drafts in order. A source that was posted before is left as it is (`duplicate`); a draft that an account
   * can't bear is refused alone.
   */
  post(drafts: readonly Draft[]): Promise<Outcome[]>;
}

export type Outcome =
  | (PostOutcome & { readonly duplicate?: false })
  | { readonly posted: false; readonly duplicate: true };

export interface Ledger {
  /** Runs `work` in one transaction, again on a conflict. `work` must have no effect outside of the database. */
  transaction<T>(work: (tx: LedgerTransaction) => Promise<T>): Promise<T>;
  post(drafts: readonly Draft[]): Promise<Outcome[]>;
  /**
   * Has accounts decided on, each named once, and writes that with one fenced statement and its riders; nothing where nothing was decided. On what this process
   * remembers that is one round trip and one transaction, and a refusal that was decided on it is none. Under locks it is a transaction of four
   * round trips in which nobody else moves the accounts: for those that other processes move too. Throws a conflict when something was not as
   * decided on; then nothing was written, and it is forgotten.
   */
  decide(accounts: readonly AccountKey[], on: Ground, decision: (book: Book) => Decision | undefined): Promise<void>;
}

/** What accounts are decided on. */
export type Ground = 'memory' | 'locks';

/** What was decided on a book, and more to be done in the transaction that writes it. */
export interface Decision {
  readonly fenced: FencedStatements;
  /** Values for each of the riders that the statements were made with. */
  readonly riders: readonly RiderValues[];
  readonly alongside?: (tx: Queryable) => Promise<void>;
}

/** The sole writer of balances. `writers` are connections for fenced statements alone. `announce` hears which wallets moved, after each commit. */
export function createLedger(
  { pool, writers }: { pool: Pool; writers: Pool },
  announce: (wallets: readonly string[]) => void,
): Ledger {
  const standings = new Standings();
  const announceWallets = (moved: readonly AccountKey[]) => {
    const wallets = moved.flatMap(({ account }) =>
      account.startsWith('wallet:') ? account.slice('wallet:'.length) : [],
    );
    if (wallets.length > 0) announce([...new Set(wallets)]);
  };
  const ledger: Ledger = {
    async decide(accounts, on, decision) {
      let moved: readonly MovedAccount[] = [];
      /** Takes what the book holds down; in a transaction where there is one. */
      const write = async (db: Queryable, book: Book, { fenced, riders, alongside }: Decision) => {
        const taken = book.take();
        moved = taken.moved;
        await writeFenced(db, fenced, { ...taken, riders });
        await alongside?.(db);
      };
      try {
        if (on === 'locks') {
          await transactionOf(writers, async (tx) => {
            const book = await openBook(tx, accounts);
            const decided = decision(book);
            if (decided) await write(tx, book, decided);
          });
        } else {
          const book = new Book(
            (await standings.read(pool, accounts)).map((seen) => ({ ...seen, expected: seen.seq })),
          );
          const decided = decision(book);
          if (!decided) return;
          if (decided.alongside) await transactionOf(writers, (tx) => write(tx, book, decided));
          else await write(writers, book, decided);
        }
      } catch (error) {
        standings.forget(moved);
        throw error;
      }
      for (const account of moved) standings.keep(account);
      announceWallets(moved);
    },
    async transaction(work) {
      const moved: AccountKey[] = [];
      const result = await inTransaction(pool, (db) => {
        moved.length = 0;
        return work(ledgerTransaction(db, moved));
      });
      standings.forget(moved);
      announceWallets(moved);
      return result;
    },
    post: (drafts) => ledger.transaction((tx) => tx.post(drafts)),
  };
  return ledger;
}

/** A conflict is for the caller of a fenced statement to see: what was decided is out of date. */
const transactionOf = (writers: Pool, work: (tx: Queryable) => Promise<void>) =>
  inTransaction(writers, work, { retries: 0 });

function ledgerTransaction(db: Queryable, moved: AccountKey[]): LedgerTransaction {
  const tx: LedgerTransaction = {
    query: (text, values) => db.query(text, values),
    open: (accounts) => openBook(db, accounts),
    async write(book) {
      moved.push(...(await book.write(db)));
    },
    async post(drafts) {
      const book = await tx.open(drafts.flatMap((draft) => draft.postings));
      const seen = await postedSources(db, drafts);
      const outcomes = drafts.map((draft): Outcome => {
        if (seen.has(sourceKey(draft.source))) return { posted: false, duplicate: true };
        const outcome = book.post(draft);
        if (outcome.posted) seen.add(sourceKey(draft.source));
        return outcome;
      });
      await tx.write(book);
      return outcomes;
    },
  };
  return tx;
}

const sourceKey = (source: Draft['source']) => `${source.kind} ${source.id}`;

/** Looked up after the locks were taken: a twin that committed while we waited is seen by this statement and no earlier one. */
async function postedSources(db: Queryable, drafts: readonly Draft[]): Promise<Set<string>> {
  const rows = await db.query<{ kind: string; id: string }>(
    `select t.source_kind as kind, t.source_id as id
     from ledger_transactions t
     join unnest($1::text[], $2::text[]) as wanted (kind, id) on t.source_kind = wanted.kind and t.source_id = wanted.id`,
    [drafts.map((draft) => draft.source.kind), drafts.map((draft) => draft.source.id)],
  );
  return new Set(rows.map(sourceKey));
}
