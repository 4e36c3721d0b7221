import { formatCredits } from '@kopai/contracts/amount';
import type { Counted } from '../words/counted.ts';
import { type DecimalStyle, decimalText, exactly } from './decimal-text.ts';

/** A change of credits, with its sign. */
export const signed: DecimalStyle = { maximumFractionDigits: 6, signDisplay: 'exceptZero' };

/** Credits while they are counting to their end. */
export const inHundredths: DecimalStyle = { maximumFractionDigits: 2 };

/** What credits are worth in dollars: never more than they are. */
const asWorth: DecimalStyle = { style: 'currency', currency: 'USD', roundingMode: 'floor' };

/** Microcredits as credits in this locale: `12_500_000n` -> "12.5". */
export const creditsText = (amount: bigint, locale: string, style = exactly): string =>
  decimalText(formatCredits(amount), style, locale);

/** What microcredits are worth in dollars, rounded down to the cent: `5_000_000n` -> "$0.50". 1 credit = $0.10. */
export const worthText = (amount: bigint, locale: string): string =>
  decimalText(`${formatCredits(amount)}e-1`, asWorth, locale);

/** Whole cents as dollars in this locale: `1500` -> "$15.00". */
export const centsText = (cents: number, locale: string): string => decimalText(`${cents}e-2`, asWorth, locale);

/** Microcredits in a sentence. */
export const countedCredits = (amount: bigint, locale: string): Counted => ({
  text: creditsText(amount, locale),
  count: countOf(amount),
});

/** How many credits these are, to choose the form of a word beside them by: 0.5 is as exact in a float as grammar needs. */
export const countOf = (amount: bigint): number => Number(formatCredits(amount));
