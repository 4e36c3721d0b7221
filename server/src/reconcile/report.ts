import { centsRoundedDown, centsToCredits, formatCredits } from '@kopai/contracts';
import type { Comparison, Difference } from './compare.ts';

/** What `kopai reconcile` says about a comparison, line by line: the differences last, where they are read. */
export function reportLines({ totals, fees, others, differences }: Comparison): string[] {
  return [
    ...totals.map(
      ({ kind, here, there }) =>
        `${kind.padEnd(9)} ${pair(here.count, dollars(here.amount))} in the ledger, ${pair(there.count, dollars(there.amount))} at Stripe`,
    ),
    `fees      ${dollars(fees)} kept by Stripe`,
    ...others.map(({ category, count, amount }) => `beside    ${pair(count, dollars(amount))} of ${category}`),
    ...differences.map(differenceLine),
    differences.length === 0
      ? 'the ledger and Stripe agree'
      : `${differences.length} ${differences.length === 1 ? 'difference' : 'differences'}`,
  ];
}

const pair = (count: number, amount: string) => `${count} of ${amount}`;

function differenceLine({ kind, subject, ours, is, here, there }: Difference): string {
  const sides = `${here === null ? 'nothing' : dollars(here)} in the ledger, ${there === null ? 'nothing' : dollars(there)} at Stripe`;
  return `DIFFERS   ${kind} ${subject}${ours === null ? '' : ` (${ours})`}: ${is}; ${sides}`;
}

/** Dollars of an amount in microcredits. One that is not whole cents, which can't come from Stripe, is shown in credits. */
export function dollars(amount: bigint): string {
  const size = amount < 0n ? -amount : amount;
  const cents = centsRoundedDown(size);
  if (centsToCredits(cents) !== size) return `${formatCredits(amount)} credits`;
  return `${amount < 0n ? '-' : ''}$${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;
}
