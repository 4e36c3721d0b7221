import { formatCredits } from './amount.ts';
import type { Transaction } from './wallets.ts';

/** A wallet's history as CSV (RFC 4180): the same columns wherever it is made. */

const columns: readonly [string, (line: Transaction) => string | null][] = [
  ['time', (line) => line.createdAt],
  ['kind', (line) => line.kind],
  ['credits', (line) => formatCredits(line.amount)],
  ['balance_after', (line) => formatCredits(line.balanceAfter)],
  ['earnings', (line) => (line.earnings === null ? null : formatCredits(line.earnings))],
  ['agent', (line) => line.agentName ?? line.agentId],
  ['member', (line) => line.userId],
  ['infra', (line) => line.parts && formatCredits(line.parts.infra)],
  ['add_on', (line) => line.parts && formatCredits(line.parts.addOn)],
  ['reason', (line) => line.reason],
  ['receipt', (line) => line.receiptUrl],
  ['message', (line) => line.messageId],
  ['id', (line) => line.id],
];

/** The first line: the names of the columns. */
export const transactionCsvHeader = `${columns.map(([name]) => name).join(',')}\r\n`;

/** One line of the history. */
export const transactionCsvRow = (line: Transaction): string =>
  `${columns.map(([, read]) => field(read(line))).join(',')}\r\n`;

const number = /^-?\d+(\.\d+)?$/;

/**
 * One field. Text that a spreadsheet would run as a formula is defused by a leading apostrophe (OWASP, "CSV Injection"; some read the full-width
 * signs too); amounts are numbers and stay so, even below zero.
 */
function field(value: string | null): string {
  if (value === null) return '';
  const safe = !number.test(value) && /^[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
