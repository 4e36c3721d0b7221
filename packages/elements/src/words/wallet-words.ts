import { wallet as english } from './en/wallet.ts';
import { wordsFor } from './languages.ts';
import type { Words } from './words.ts';

/** The words of a wallet, in the language of a locale. */
export const walletWords = (locale: string): Words['wallet'] => wordsFor(locale)?.wallet ?? english;
