import { basename } from 'node:path';
import { isTest, perFile, type Rule } from './rule.ts';

/** Drawers: what such a file holds has no place of its own, and everything ends up in it. */
const DRAWERS = new Set(['utils', 'util', 'helpers', 'helper', 'common', 'misc', 'types', 'interfaces', 'shared']);

/** The workshop checks types; that suite is what it is called. */
const NAMED_RIGHTLY = new Set(['packages/workshop/src/suites/types.ts']);

/** The API is one table, so that nothing of it is said twice; it grows by a few lines with each endpoint. */
const LONG_BY_NATURE = new Set(['packages/contracts/src/endpoints.ts']);

const SOURCE_LINES = 250;
const TEST_LINES = 400;

export const MANNERS: readonly Rule[] = [
  perFile('no file or folder is a drawer', function* ({ path }) {
    if (NAMED_RIGHTLY.has(path)) return;
    const names = path.split('/').map((part) => basename(part, '.ts').replace(/\.test$/, ''));
    for (const name of names) if (DRAWERS.has(name)) yield { line: 1, text: `is called ${name}` };
  }),
  perFile('nothing is a second version of itself', function* ({ path }) {
    if (/v2\b|V2/.test(basename(path))) yield { line: 1, text: 'has V2 in its name' };
  }),
  perFile('a file can be read in one go', function* ({ path, lines }) {
    const limit = isTest(path) ? TEST_LINES : SOURCE_LINES;
    if (lines > limit && !LONG_BY_NATURE.has(path))
      yield { line: lines, text: `has ${lines} lines, more than ${limit}` };
  }),
  perFile('every test runs', (file) => file.silenced),
  perFile('every hook is heard', (file) => file.unheard),
  perFile('nothing is left for later, and no check is switched off', function* ({ comments }) {
    for (const { line, text } of comments) {
      const found = /\b(TODO|FIXME|XXX|HACK)\b|@ts-(ignore|expect-error|nocheck)|biome-ignore-all/.exec(text)?.[0];
      if (found !== undefined) yield { line, text: `says ${found}` };
    }
  }),
];
