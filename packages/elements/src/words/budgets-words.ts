import { budgets as english } from './en/budgets.ts';
import { wordsFor } from './languages.ts';
import type { Words } from './words.ts';

/** The words of members' budgets, in the language of a locale. */
export const budgetsWords = (locale: string): Words['budgets'] => wordsFor(locale)?.budgets ?? english;
