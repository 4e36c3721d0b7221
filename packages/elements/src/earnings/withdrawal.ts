import type { Earnings } from '@kopai/sdk';
import { creditsText } from '../page/amount-text.ts';
import { earningsWords as words } from '../words/en-earnings.ts';

/** A payout is whole cents: a multiple of 0.1 credits, in microcredits. */
const stepMicrocredits = 100_000n;

/** The most that can be withdrawn at once, in microcredits. */
export const mostOf = ({ available }: Earnings): bigint => available - (available % stepMicrocredits);

/** Whether there is enough to withdraw anything. */
export const canWithdraw = (earnings: Earnings): boolean => mostOf(earnings) >= earnings.minimumPayout;

/** Why an amount can't be withdrawn; undefined for one that can. */
export function problemOf(
  amount: bigint | undefined,
  { available, minimumPayout }: Earnings,
  locale: string | undefined,
): string | undefined {
  if (amount === undefined || amount === 0n) return words.notANumber;
  if (amount < minimumPayout) return words.tooLittle(creditsText(minimumPayout, locale));
  if (amount > available) return words.tooMuch(creditsText(available, locale));
  return amount % stepMicrocredits === 0n ? undefined : words.notCents;
}
