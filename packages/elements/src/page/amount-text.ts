import { formatCredits, microcreditsPerCredit } from '@kopai/contracts/amount';
import { decimalText } from './decimal-text.ts';

/** Microcredits as credits in this locale: `12_500_000n` -> "12.5". */
export const creditsText = (
  amount: bigint,
  locale: string | undefined,
  style: 'credits' | 'hundredths' | 'signed' = 'credits',
): string => decimalText(formatCredits(amount), style, locale);

/** What microcredits are worth in dollars, rounded down to the cent: `5_000_000n` -> "$0.50". 1 credit = $0.10. */
export const worthText = (amount: bigint, locale: string | undefined): string =>
  decimalText(`${formatCredits(amount)}e-1`, 'worth', locale);

/** Whole cents as dollars in this locale: `1500` -> "$15.00". */
export const centsText = (cents: number, locale: string | undefined): string =>
  decimalText(`${cents}e-2`, 'worth', locale);

/** Whether the unit beside an amount is in the singular: "1 credit", but "0.5 credits". */
export const isOne = (amount: bigint): boolean => amount === microcreditsPerCredit;
