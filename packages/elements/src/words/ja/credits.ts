import type { Counted } from '../counted.ts';

/** 金額の単位。日本語では数によって変わらない。 */
export const credits = (): string => 'クレジット';

export const creditsOf = ({ text }: Counted): string => `${text} クレジット`;
