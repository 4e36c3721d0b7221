import { formatCredits, type Quote } from '@kopai/sdk';
import { creditsOf } from './visitors.ts';

/** `1_100_000n` -> `1.1 credits`; one credit is `1 credit`. */
export function creditsText(amount: bigint): string {
  const credits = formatCredits(amount);
  return `${credits} ${credits === '1' ? 'credit' : 'credits'}`;
}

/** The price of a message as a sentence part, right without any script: `1.1 credits / message`. */
export const priceText = ({ total }: Pick<Quote, 'total'>): string =>
  total === 0n ? 'Free' : `${creditsText(total)} / message`;

/** How many messages are free: all there are, or for a visitor who is known what is left of them. */
export function freeText({ freeMessages }: Pick<Quote, 'freeMessages'>): string | undefined {
  const { included, remaining } = freeMessages;
  if (included === 0) return undefined;
  if (remaining === 0) return undefined;
  if (remaining !== null) return `${remaining} free left`;
  return included === 1 ? '1 free message' : `${included} free messages`;
}

/** What the next message will cost and who pays. */
export function nextMessageText(quote: Pick<Quote, 'total' | 'freeMessages'>, context: string): string {
  const remaining = quote.freeMessages.remaining ?? 0;
  if (remaining === 1) return `1 free message left, then ${priceText(quote)}`;
  if (remaining > 0) return `${remaining} free messages left, then ${priceText(quote)}`;
  return `${priceText(quote)}, from ${creditsOf(context)}`;
}
