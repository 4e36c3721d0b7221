import { problems as english } from './en/problems.ts';
import { wordsFor } from './languages.ts';
import type { Words } from './words.ts';

/** What went wrong, by its code, in the language of a locale. */
export const problemsWords = (locale: string): Words['problems'] => wordsFor(locale)?.problems ?? english;
