import type { Counted } from '../counted.ts';
import { plural } from '../plural.ts';

/** La unidad junto a un importe: «1 crédito», pero «0,5 créditos». */
export const credits = (count: number): string => plural('es', count, { one: 'crédito', other: 'créditos' });

export const creditsOf = ({ text, count }: Counted): string => `${text} ${credits(count)}`;
