import { inTransaction, type Pool, type Queryable } from '../db/index.ts';
import { Adrift, type Drift, type DriftRow, noDrift } from './adrift.ts';
import { type AccountKey, Book, openBook, type PostOutcome } from './book.ts';
import type { Draft } from './draft.ts';
import { type Batch, type FencedStatements, type Riding, writeFenced } from './fenced.ts';
import type { MovedAccount } from './insert.ts';
import { type Seen, Standings } from './standings.ts';

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
   * remembers that is one round trip and one transaction, and a refusal that was decided on it is none. Under locks it is a transaction of two
   * round trips in which nobody else moves the accounts. Resolves to how far accounts were from where they were decided on, which is nowhere unless
   * they are shared. Throws a conflict when something was not as decided on; then nothing was written, and it is forgotten.
   */
  decide(accounts: readonly AccountKey[], on: Ground, decision: (book: Book) => Decision | undefined): Promise<Drift>;
}

/** What accounts are decided on. */
export type Ground = 'locks' | Memory;

/** What this process remembers, for decisions that are written one after the other. */
export interface Memory {
  /** Which of the pipelines writes it. */
  readonly pipeline: number;
  /**
   * Whether other processes move the payers too. These are then moved from wherever they are, as far as their floor allows, and what is decided on them must hold
   * wherever that is. One decision on an account is under way at a time.
   */
  readonly isShared: boolean;
  /**
   * Called once it is on its way, with nothing left to be done but to hear of it. What is decided from then on is decided on it, as if it were
   * written, and goes the way of it: written behind it, or refused by the fence because it was not. Not called where payers are
   * shared.
   */
  readonly onSent: () => void;
}

/** What was decided on a book, and more to be done in the transaction that writes it. */
export interface Decision {
  readonly fenced: FencedStatements;
  readonly riders: readonly Riding[];
  readonly alongside?: (tx: Queryable, drift: Drift) => Promise<void>;
}

/** What the ledger is written with. */
export interface LedgerConnections {
  readonly pool: Pool;
  /** For transactions around fenced statements; they pipeline. */
  readonly writers: Pool;
  /** For fenced statements alone. */
  readonly pipelines: readonly Queryable[];
}

/** The sole writer of balances. `announce` hears of each wallet that moved, after each commit. */
export function createLedger(
  { pool, writers, pipelines }: LedgerConnections,
  announce: (wallet: string) => void,
): Ledger {
  const standings = new Standings();
  const announceWallets = (moved: readonly AccountKey[]) => {
    for (const { account } of moved) if (account.startsWith('wallet:')) announce(account.slice('wallet:'.length));
  };
  const pipelineOf = (memory: Memory): Queryable => {
    const pipeline = pipelines[memory.pipeline];
    if (!pipeline) throw new RangeError(`there is no pipeline ${memory.pipeline}`);
    return pipeline;
  };
  const ledger: Ledger = {
    async decide(accounts, on, decision) {
      let moved: readonly MovedAccount[] = [];
      let drift = noDrift;
      const isShared = on !== 'locks' && on.isShared;
      const write = (db: Queryable, book: Book, { fenced, riders }: Decision) => {
        const taken = book.take();
        moved = taken.moved;
        return isShared ? writeAdrift(db, fenced, { ...taken, riders }) : writeFenced(db, fenced, { ...taken, riders });
      };
      const writeAdrift = async (db: Queryable, fenced: FencedStatements, batch: Batch) => {
        const adrift = new Adrift(batch.moved);
        const rows = await writeFenced<DriftRow>(db, fenced, { ...batch, moved: adrift.moved, adrift });
        ({ drift, moved } = adrift.settle(rows));
      };
      const remember = () => {
        for (const account of moved) standings.keep(account);
      };
      /** In a transaction of its own, on connections that have nothing else under way. */
      const transact = async (
        decide: (tx: Queryable) => Promise<[Book, Decision | undefined]>,
        { beginAhead }: { readonly beginAhead: boolean },
      ) => {
        await inTransaction(
          writers,
          async (tx) => {
            const [book, decided] = await decide(tx);
            if (!decided) return;
            if (decided.alongside) {
              await write(tx, book, decided);
              await decided.alongside(tx, drift);
            } else await write({ query: tx.last }, book, decided);
          },
          // A conflict is for the caller of a fenced statement to see: what was decided is out of date.
          { retries: 0, beginAhead },
        );
        remember();
      };
      /** Decides on what is remembered and sends that; holds nothing of it while the answer is waited for. */
      const send = (seen: readonly Seen[], memory: Memory): Promise<unknown> | undefined => {
        const book = new Book(seen);
        const decided = decision(book);
        if (!decided) return undefined;
        if (decided.alongside) return transact(async () => [book, decided], { beginAhead: false });
        const written = write(pipelineOf(memory), book, decided);
        if (isShared) return written.then(remember);
        // Before it is written: what is decided on it from now on stands behind it in the same pipeline.
        remember();
        memory.onSent();
        return written;
      };
      try {
        if (on === 'locks') {
          await transact(
            async (tx) => {
              const book = await openBook(tx, accounts);
              return [book, decision(book)];
            },
            { beginAhead: true },
          );
        } else {
          await send(await standings.read(pool, accounts), on);
        }
      } catch (error) {
        standings.forget(moved);
        throw error;
      }
      announceWallets(moved);
      return drift;
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
