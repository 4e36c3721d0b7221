import { formatCredits, type Transaction } from '@kopai/contracts';

const columns: readonly (readonly [name: string, read: (line: Transaction) => string | null])[] = [
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

/** A history as CSV (RFC 4180), with the columns that the server writes. */
export function csvOf(lines: readonly Transaction[]): string {
  const rows = [columns.map(([name]) => name), ...lines.map((line) => columns.map(([, read]) => field(read(line))))];
  return rows.map((row) => `${row.join(',')}\r\n`).join('');
}

/** Text that a spreadsheet would run as a formula is defused by an apostrophe; amounts stay numbers, also below zero. */
function field(value: string | null): string {
  if (value === null) return '';
  const isNumber = /^-?\d+(\.\d+)?$/.test(value);
  const safe = !isNumber && /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
