import { formatCredits, microcreditsPerCredit } from '@kopai/contracts/amount';
import { type DecimalStyle, decimalText, exactly } from './decimal-text.ts';

/** A change of credits, with its sign. */
export const signed: DecimalStyle = { maximumFractionDigits: 6, signDisplay: 'exceptZero' };

/** Credits while they are counting to their end. */
export const inHundredths: DecimalStyle = { maximumFractionDigits: 2 };

/** What credits are worth in dollars: never more than they are. */
const asWorth: DecimalStyle = { style: 'currency', currency: 'USD', roundingMode: 'floor' };

/** Microcredits as credits in this locale: `12_500_000n` -> "12.5". */
export const creditsText = (amount: bigint, locale: string | undefined, style = exactly): string =>
  decimalText(formatCredits(amount), style, locale);

/** What microcredits are worth in dollars, rounded down to the cent: `5_000_000n` -> "$0.50". 1 credit = $0.10. */
export const worthText = (amount: bigint, locale: string | undefined): string =>
  decimalText(`${formatCredits(amount)}e-1`, asWorth, locale);

/** Whole cents as dollars in this locale: `1500` -> "$15.00". */
export const centsText = (cents: number, locale: string | undefined): string =>
  decimalText(`${cents}e-2`, asWorth, locale);

/** Whether the unit beside an amount is in the singular: "1 credit", but "0.5 credits". */
export const isOne = (amount: bigint): boolean => amount === microcreditsPerCredit;
