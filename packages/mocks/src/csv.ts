import { type Transaction, transactionCsvHeader, transactionCsvRow } from '@kopai/contracts';

/** Lines of a history as a CSV file. */
export const csvOf = (lines: readonly Transaction[]): string =>
  transactionCsvHeader + lines.map(transactionCsvRow).join('');
