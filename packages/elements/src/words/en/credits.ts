import type { Counted } from '../counted.ts';
import { plural } from '../plural.ts';

/** The unit beside an amount: "1 credit", but "0.5 credits". */
export const credits = (count: number): string => plural('en', count, { one: 'credit', other: 'credits' });

export const creditsOf = ({ text, count }: Counted): string => `${text} ${credits(count)}`;

export const messagesOf = ({ text, count }: Counted, adjective = ''): string =>
  `${text} ${adjective}${plural('en', count, { one: 'message', other: 'messages' })}`;
