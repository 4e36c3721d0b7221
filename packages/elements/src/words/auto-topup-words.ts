import { autoTopup as english } from './en/auto-topup.ts';
import { wordsFor } from './languages.ts';
import type { Words } from './words.ts';

/** The words of automatic top-up, in the language of a locale. */
export const autoTopupWords = (locale: string): Words['autoTopup'] => wordsFor(locale)?.autoTopup ?? english;
