import type { Earnings } from '@kopai/sdk';
import { countedCredits, creditsText } from '../page/amount-text.ts';
import { earningsWords } from '../words/earnings-words.ts';

/** A payout is whole cents: a multiple of 0.1 credits, in microcredits. */
const stepMicrocredits = 100_000n;

/** The most that can be withdrawn at once, in microcredits. */
export const mostOf = ({ available }: Earnings): bigint => available - (available % stepMicrocredits);

/** Whether there is enough to withdraw anything. */
export const canWithdraw = (earnings: Earnings): boolean => mostOf(earnings) >= earnings.minimumPayout;

/** The step as its reader writes it. */
export const stepText = (locale: string): string => creditsText(stepMicrocredits, locale);

/** Why an amount can't be withdrawn; undefined for one that can. */
export function problemOf(
  amount: bigint | undefined,
  { available, minimumPayout }: Earnings,
  locale: string,
): string | undefined {
  const words = earningsWords(locale);
  if (amount === undefined || amount === 0n) return words.notANumber;
  if (amount < minimumPayout) return words.tooLittle(countedCredits(minimumPayout, locale));
  if (amount > available) return words.tooMuch(countedCredits(available, locale));
  return amount % stepMicrocredits === 0n ? undefined : words.notCents(stepText(locale));
}
