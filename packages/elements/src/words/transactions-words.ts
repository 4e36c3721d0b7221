import { transactions as english } from './en/transactions.ts';
import { wordsFor } from './languages.ts';
import type { Words } from './words.ts';

/** The words of what moved a wallet, in the language of a locale. */
export const transactionsWords = (locale: string): Words['transactions'] => wordsFor(locale)?.transactions ?? english;
