import { earnings as english } from './en/earnings.ts';
import { wordsFor } from './languages.ts';
import type { Words } from './words.ts';

/** The words of an organization's earnings, in the language of a locale. */
export const earningsWords = (locale: string): Words['earnings'] => wordsFor(locale)?.earnings ?? english;
