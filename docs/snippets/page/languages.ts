import { addWords, configureKopai } from '@kopai/elements';

// #region words
import { ar } from '@kopai/elements/words/ar';
import { de } from '@kopai/elements/words/de';

configureKopai({ baseUrl: 'https://credits.example.com', words: [ar, de] });

// #endregion words

// #region own
import { en } from '@kopai/elements/words/en';

/** Some things in other words: begin with a table that is there, and the compiler holds the rest complete. */
export const houseEnglish = { ...en, wallet: { ...en.wallet, topup: 'Buy credits' } };
addWords(houseEnglish);
// #endregion own
