import { microcreditsPerCredit } from '@kopai/contracts/amount';
import type { Pack, ReplyOf } from '@kopai/sdk';
import { centsText, countedCredits } from '../page/amount-text.ts';
import { autoTopupWords } from '../words/auto-topup-words.ts';

/** What is agreed to: below `threshold` microcredits a pack is bought, at most so many times a month. */
export interface AutoTopupTerms {
  readonly threshold: bigint;
  readonly pack: Pack;
  readonly times: number;
}

/** The server's cap is in credits; as a pack is bought whole or not at all, it is a number of packs. */
const timesOf = (cap: bigint, { credits }: Pack): number => (credits > 0n ? Number(cap / credits) : 0);

/** The terms of a wallet's settings, or such as suit most: a few messages are left, and a month has an end. */
export function termsOf(
  settings: Pick<ReplyOf<'autoTopup.get'>, 'threshold' | 'packId' | 'monthlyCap'>,
  packs: readonly Pack[],
): AutoTopupTerms | undefined {
  const pack = packs.find(({ id }) => id === settings.packId) ?? packs[0];
  if (!pack) return undefined;
  const isNew = settings.threshold === 0n && settings.monthlyCap === 0n;
  if (isNew) return { threshold: 5n * microcreditsPerCredit, pack, times: 4 };
  return { threshold: settings.threshold, pack, times: timesOf(settings.monthlyCap, pack) };
}

/** One sentence that says what will be charged when. */
export function sentenceOf({ threshold, pack, times }: AutoTopupTerms, locale: string): string {
  const most = centsText(pack.amountCents * times, locale);
  const price = centsText(pack.amountCents, locale);
  return autoTopupWords(locale).sentence(
    countedCredits(threshold, locale),
    price,
    countedCredits(pack.credits, locale),
    most,
  );
}
