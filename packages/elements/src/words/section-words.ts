import { section as english } from './en/section.ts';
import { wordsFor } from './languages.ts';
import type { Words } from './words.ts';

/** What every section says when it has nothing to show, in the language of a locale. */
export const sectionWords = (locale: string): Words['section'] => wordsFor(locale)?.section ?? english;
