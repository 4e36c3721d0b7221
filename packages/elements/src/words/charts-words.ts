import { charts as english } from './en/charts.ts';
import { wordsFor } from './languages.ts';
import type { Words } from './words.ts';

/** The words of what was spent and earned day by day, in the language of a locale. */
export const chartsWords = (locale: string): Words['charts'] => wordsFor(locale)?.charts ?? english;
