import { platform } from './accounts.ts';
import type { Entry } from './book.ts';
import type { Movement } from './draft.ts';

/** A movement with the entries it came to. */
export interface Posted {
  readonly movement: Movement;
  readonly entries: readonly Entry[];
}

/** An entry as it is written: a row of `ledger_entries`, with what the platform earned of the same movement. */
export interface Line {
  readonly movement: Movement;
  readonly entry: Entry;
  readonly infra?: Entry | undefined;
  readonly marketplace?: Entry | undefined;
}

/**
 * The rows that entries are written as. What a message brings the platform stands in the line of its payer: those accounts are in every charge and nobody
 * browses them, so they need no row and no key of their own. The view `ledger_lines` shows each as the line it is.
 */
export function linesOf(posted: readonly Posted[]): Line[] {
  const lines: Line[] = [];
  for (const { movement, entries } of posted) {
    const [payer] = entries;
    const isPaid = payer?.account.startsWith('wallet:') === true;
    const infra = isPaid ? entries.find(({ account }) => account === platform.infraRevenue) : undefined;
    const marketplace = isPaid ? entries.find((entry) => isMarketplace(entry, infra)) : undefined;
    for (const entry of entries) {
      if (entry === payer) lines.push({ movement, entry, infra, marketplace });
      else if (entry !== infra && entry !== marketplace) lines.push({ movement, entry });
    }
  }
  return lines;
}

/** A line tells one lane for both. */
const isMarketplace = ({ account, lane }: Entry, infra: Entry | undefined) =>
  account === platform.marketplaceRevenue && (infra === undefined || infra.lane === lane);
