import { topup as english } from './en/topup.ts';
import { wordsFor } from './languages.ts';
import type { Words } from './words.ts';

/** The words of buying credits, in the language of a locale. */
export const topupWords = (locale: string): Words['topup'] => wordsFor(locale)?.topup ?? english;
