import type { Counted } from '../counted.ts';
import { plural } from '../plural.ts';

/** Die Einheit neben einem Betrag: „1 Credit“, aber „0,5 Credits“. */
export const credits = (count: number): string => plural('de', count, { one: 'Credit', other: 'Credits' });

export const creditsOf = ({ text, count }: Counted): string => `${text} ${credits(count)}`;
