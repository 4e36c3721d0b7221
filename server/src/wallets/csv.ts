import { transactionCsvHeader, transactionCsvRow } from '@kopai/contracts';
import type { Queryable } from '../db/index.ts';
import { type HistoryQuery, history } from './history.ts';

/** Lines read at once while a file streams: memory stays at this many however long the history is. */
const chunk = 1_000;

/** A history as CSV, newest first, in pieces as they are read. */
export async function* historyCsv(
  db: Queryable,
  query: Omit<HistoryQuery, 'before' | 'limit'>,
): AsyncGenerator<string, void, undefined> {
  yield transactionCsvHeader;
  let before: bigint | undefined;
  for (;;) {
    const lines = await history(db, { ...query, before, limit: chunk });
    if (lines.length > 0) yield lines.map(transactionCsvRow).join('');
    if (lines.length < chunk) return;
    before = BigInt(lines.at(-1)?.seq ?? 0);
  }
}
