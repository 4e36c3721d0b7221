import { version } from '../page/version.ts';
import type { Words } from './words.ts';

interface Languages {
  readonly tables: Map<string, Words>;
  readonly listeners: Set<() => void>;
}

/** Two files of one version that a page loads apart, such as an element and a language, share what they know. */
const key = Symbol.for(`kopai.words@${version}`);

function languages(): Languages {
  const shared = globalThis as typeof globalThis & { [key]?: Languages };
  shared[key] ??= { tables: new Map(), listeners: new Set() };
  return shared[key];
}

/**
 * Teaches the elements languages. English they know already; a table of that language replaces what they say. Elements that are on
 * the page are drawn anew.
 */
export function addWords(...words: readonly Words[]): void {
  const { tables, listeners } = languages();
  for (const table of words) tables.set(table.language.toLowerCase(), table);
  for (const listener of listeners) listener();
}

/** Calls back with each new language until the returned function is called. */
export function onWords(listener: () => void): () => void {
  const { listeners } = languages();
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** The table that serves a locale: its own, or that of the shorter tag, as RFC 4647 looks up. Undefined for English as it is built in. */
export function wordsFor(locale: string): Words | undefined {
  const { tables } = languages();
  let tag = locale.toLowerCase();
  while (tag && !tables.has(tag)) tag = tag.slice(0, Math.max(0, tag.lastIndexOf('-')));
  return tables.get(tag);
}

/**
 * The locale that words, numbers and dates are written in for a reader who wants this one: it with its region when its language is known, and
 * English otherwise, so that no sentence mixes two.
 */
export function spokenLocale(wanted: string): string {
  const tag = wanted.replaceAll('_', '-');
  const words = wordsFor(tag);
  if (!words && !/^en\b/i.test(tag)) return 'en';
  try {
    return new Intl.Locale(tag).toString();
  } catch {
    // Whatever else the page's author wrote into `lang`, its language was understood.
    return words?.language ?? 'en';
  }
}
