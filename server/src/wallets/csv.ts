import { formatCredits, type Transaction } from '@kopai/contracts';
import type { Queryable } from '../db/index.ts';
import { type HistoryQuery, history } from './history.ts';

/** Lines read at once while a file streams: memory stays at this many however long the history is. */
const chunk = 1_000;

const columns: readonly [string, (line: Transaction) => string | null][] = [
  ['time', (line) => line.createdAt],
  ['kind', (line) => line.kind],
  ['credits', (line) => formatCredits(line.amount)],
  ['balance_after', (line) => formatCredits(line.balanceAfter)],
  ['agent', (line) => line.agentName ?? line.agentId],
  ['member', (line) => line.userId],
  ['infra', (line) => line.parts && formatCredits(line.parts.infra)],
  ['add_on', (line) => line.parts && formatCredits(line.parts.addOn)],
  ['reason', (line) => line.reason],
  ['message', (line) => line.messageId],
  ['id', (line) => line.id],
];

/** A history as CSV (RFC 4180), newest first, in pieces as they are read. */
export async function* historyCsv(
  db: Queryable,
  query: Omit<HistoryQuery, 'before' | 'limit'>,
): AsyncGenerator<string, void, undefined> {
  yield `${columns.map(([name]) => name).join(',')}\r\n`;
  let before: bigint | undefined;
  for (;;) {
    const lines = await history(db, { ...query, before, limit: chunk });
    if (lines.length > 0) yield lines.map(rowOf).join('');
    if (lines.length < chunk) return;
    before = BigInt(lines.at(-1)?.seq ?? 0);
  }
}

const rowOf = (line: Transaction): string => `${columns.map(([, read]) => field(read(line))).join(',')}\r\n`;

const number = /^-?\d+(\.\d+)?$/;

/**
 * One field. Text that a spreadsheet would run as a formula is defused by a leading apostrophe (OWASP, "CSV Injection"); amounts are
 * numbers and stay so, even below zero.
 */
function field(value: string | null): string {
  if (value === null) return '';
  const safe = !number.test(value) && /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
