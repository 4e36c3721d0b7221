import { plan as english } from './en/plan.ts';
import { wordsFor } from './languages.ts';
import type { Words } from './words.ts';

/** The words of a plan, in the language of a locale. */
export const planWords = (locale: string): Words['plan'] => wordsFor(locale)?.plan ?? english;
