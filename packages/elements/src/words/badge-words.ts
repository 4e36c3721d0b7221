import { badge as english } from './en/badge.ts';
import { wordsFor } from './languages.ts';
import type { Words } from './words.ts';

/** The words of a price, in the language of a locale. */
export const badgeWords = (locale: string): Words['badge'] => wordsFor(locale)?.badge ?? english;
