import { setTimeout as sleep } from 'node:timers/promises';
import { CommitOutcomeUnknownError, isConflict, isDatabaseUnavailable, isRefusal } from './database-error.ts';
import type { Connection, Pool } from './pool.ts';
import type { Queryable, Statement } from './queryable.ts';

/** A database transaction under way. */
export interface Transaction extends Queryable {
  /** Runs a statement and commits, with one wait for both where the pool pipelines. Nothing may follow. */
  readonly last: Queryable['query'];
}

export interface TransactionOptions {
  /** How often a transaction that lost a conflict is run again. Default 5. */
  readonly retries?: number;
  /** Default `read committed`: the ledger's locks and fences do not need more. */
  readonly isolation?: 'read committed' | 'repeatable read' | 'serializable';
  /**
   * Sends BEGIN along with the first statement where the pool pipelines, instead of waiting for it. Only where that statement reads or locks: should BEGIN be
   * refused, such as by an operator's cancel, it alone is run outside of a transaction.
   */
  readonly beginAhead?: boolean;
}

/** With pauses of 5 to 160 ms five retries outlast the rivals of a hot wallet; whoever still loses is told so. */
const RETRIES = 5;

/** The first pause is random up to this many milliseconds, and the bound doubles with each retry. */
const FIRST_PAUSE = 5;

/**
 * Runs `work` in one database transaction: committed when it returns, rolled back when it throws. On a serialization
 * failure or a deadlock the whole is run again, so `work` must have no effect outside of the database.
 *
 * @throws whatever `work` throws, and the last conflict when the retries are used up
 * @throws CommitOutcomeUnknownError when the connection broke during COMMIT
 */
export async function inTransaction<Result>(
  pool: Pool,
  work: (transaction: Transaction) => Promise<Result>,
  { retries = RETRIES, isolation = 'read committed', beginAhead = false }: TransactionOptions = {},
): Promise<Result> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await runOnce(pool, work, { isolation, beginAhead });
    } catch (error) {
      if (!isConflict(error) || attempt >= retries) throw error;
      await sleep(Math.random() * FIRST_PAUSE * 2 ** attempt);
    }
  }
}

async function runOnce<Result>(
  pool: Pool,
  work: (transaction: Transaction) => Promise<Result>,
  options: Required<Omit<TransactionOptions, 'retries'>>,
): Promise<Result> {
  const connection = await pool.connect();
  let broken = false;
  try {
    const transaction = begin(connection, options);
    const result = await work(transaction);
    await transaction.end();
    return result;
  } catch (error) {
    // Where no answer came, a ROLLBACK would wait behind what was not answered, and as long again.
    broken = isDatabaseUnavailable(error) || !(await rollback(connection));
    throw error;
  } finally {
    connection.release(broken);
  }
}

/** With BEGIN sent ahead the second statement waits until it is answered, as every statement does otherwise. */
function begin(
  connection: Connection,
  { isolation, beginAhead }: Required<Omit<TransactionOptions, 'retries'>>,
): Transaction & { end(): Promise<void> } {
  const begun = connection.command(`begin isolation level ${isolation}`);
  // It is heard by the first statement, or by the end.
  begun.catch(() => undefined);
  let isOver = false;
  return {
    async query<Row extends object>(statement: string | Statement, values?: readonly unknown[]) {
      if (!(beginAhead && connection.pipelines)) await begun;
      const [, rows] = await Promise.all([begun, connection.query<Row>(statement, values)]);
      return rows;
    },
    async last<Row extends object>(statement: string | Statement, values?: readonly unknown[]) {
      await begun;
      isOver = true;
      if (!connection.pipelines) {
        const rows = await connection.query<Row>(statement, values);
        await commit(connection);
        return rows;
      }
      const written = connection.query<Row>(statement, values);
      const [said, done] = await Promise.allSettled([written, commit(connection)]);
      // COMMIT was sent: without an answer to either, nobody knows.
      if (said.status === 'rejected' && isRefusal(said.reason)) throw said.reason;
      if (done.status === 'rejected') throw done.reason;
      return written;
    },
    async end() {
      await begun;
      if (!isOver) await commit(connection);
    },
  };
}

async function commit(connection: Connection): Promise<void> {
  let done: string;
  try {
    done = await connection.command('commit');
  } catch (error) {
    // Refused, for example by a deferred constraint: it is rolled back, which is an outcome.
    if (isRefusal(error)) throw error;
    throw new CommitOutcomeUnknownError('the connection broke while the transaction was being committed', {
      cause: error,
    });
  }
  // The server answers COMMIT of a failed transaction with ROLLBACK, and not with an error.
  if (done !== 'COMMIT') throw new Error('a statement of this transaction failed and its error was swallowed');
}

/** Whether the connection is clean again. ROLLBACK outside of a transaction is a warning, so it is safe after any error. */
async function rollback(connection: Connection): Promise<boolean> {
  try {
    await connection.command('rollback');
    return true;
  } catch {
    return false;
  }
}
