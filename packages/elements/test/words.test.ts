import { expect, test } from 'vitest';
import { ar } from '../src/words/ar.ts';
import type { Counted } from '../src/words/counted.ts';
import { de } from '../src/words/de.ts';
import { en } from '../src/words/en.ts';
import { es } from '../src/words/es.ts';
import { ja } from '../src/words/ja.ts';
import { addWords, spokenLocale, wordsFor } from '../src/words/languages.ts';
import type { Words } from '../src/words/words.ts';

/** One of each plural form that any language has, and what is no whole number. */
const counts = [0, 0.5, 1, 2, 3, 11, 100];

const counted = (count: number): Counted => ({ text: `#${count}#`, count });

/** A count in each of the ways that words take one: bare, formatted, as a name, and as a list of names. */
const given = (count: number) =>
  Object.assign(['first', 'second'], counted(count), {
    [Symbol.toPrimitive]: (hint: string) => (hint === 'number' ? count : `#${count}#`),
  });

/** Everything that a table can say, by the path to it; a function says one text for each count. */
function saidBy(table: object, path = ''): Map<string, readonly string[]> {
  const said = new Map<string, readonly string[]>();
  for (const [name, value] of Object.entries(table)) {
    const here = `${path}.${name}`;
    // Of all words these alone take one of a few names.
    const second = (count: number) => (here === '.budgets.per' ? 'month' : given(count));
    if (typeof value === 'string') said.set(here, [value]);
    else if (typeof value === 'function') {
      said.set(
        here,
        counts.map((count) => String(value(given(count), second(count), given(count), given(count)))),
      );
    } else for (const [inner, texts] of saidBy(value, here)) said.set(inner, texts);
  }
  return said;
}

/** What is a mark or a name in every language. */
const international = new Set(['.plan.title', '.plan.status.free', '.wallet.worth', '.language', '.direction']);

test.each([de, es, ja, ar])('$language says everything, and nothing of it in English', (words: Words) => {
  const english = saidBy(en);
  const said = saidBy(words);
  expect([...said.keys()].sort()).toEqual([...english.keys()].sort());
  for (const [path, texts] of said) {
    if (international.has(path)) continue;
    for (const text of texts) {
      expect(text, path).not.toBe('');
      expect(text, path).not.toMatch(
        /undefined|NaN|\[object|\bcredits?\b|\b(?:the|your|message|messages|paid|withdraw)\b/,
      );
    }
    expect(texts.join(), path).not.toBe(english.get(path)?.join());
  }
});

test('numbers stand in a sentence as they were formatted', () => {
  for (const words of [en, de, es, ja, ar]) {
    expect(words.topup.credits(counted(100))).toContain('#100#');
    expect(words.badge.affordable(counted(100))).toContain('#100#');
  }
});

test('Arabic has a form for each of its six plurals', () => {
  const forms = [0, 1, 2, 3, 11, 100].map((count) => ar.badge.freeIncluded({ text: `${count}`, count }));
  expect(forms).toEqual([
    'لا رسائل مجانية',
    'رسالة مجانية واحدة',
    'رسالتان مجانيتان',
    '3 رسائل مجانية',
    '11 رسالة مجانية',
    '100 رسالة مجانية',
  ]);
  const credits = [0, 1, 2, 3, 11, 100].map((count) => ar.topup.credits({ text: `${count}`, count }));
  expect(credits).toEqual(['0 نقطة', 'نقطة واحدة', 'نقطتان', '3 نقاط', '11 نقطة', '100 نقطة']);
  expect([1, 3].map(ar.badge.unit)).toEqual(['نقطة', 'نقاط']);
});

test('English and German know one and many', () => {
  expect([1, 0.5, 2].map((count) => en.topup.credits({ text: `${count}`, count }))).toEqual([
    '1 credit',
    '0.5 credits',
    '2 credits',
  ]);
  expect(de.topup.pending({ text: '1', count: 1 }, '0,10 $')).toBe('1 Credit für 0,10 $ liegt für Sie bereit.');
});

test('a locale is served by its language, and one without words is English', () => {
  expect(spokenLocale('de-AT')).toBe('en');
  addWords(de, ar);
  expect(spokenLocale('de-AT')).toBe('de-AT');
  expect(spokenLocale('de_DE')).toBe('de-DE');
  expect(wordsFor('de-CH-1996')).toBe(de);
  expect(spokenLocale('ar-u-nu-latn')).toBe('ar-u-nu-latn');
  expect(spokenLocale('de-not a tag')).toBe('de');
  expect(spokenLocale('fr-FR')).toBe('en');
  expect(spokenLocale('en-GB')).toBe('en-GB');
});
