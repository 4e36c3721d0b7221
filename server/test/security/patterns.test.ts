import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { endpointList } from '@kopai/contracts';
import { parseSync, Visitor } from 'oxc-parser';
import { isSafe } from 'redos-detector';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';

/** The folders whose regular expressions meet what strangers send. */
const folders = ['packages/contracts/src', 'server/src/http', 'server/src/access', 'server/src/notices'];
/** What the detector can't bound by the pattern alone, and what bounds it instead. */
const boundedElsewhere: Readonly<Record<string, string>> = {
  '/0{1,5}$/': 'meets the seven decimals of an amount in dollars',
  '/\\{(\\w+)\\}/g': 'meets the routes of the table, when the server starts',
  '/\\.[a-z0-9]+$/': 'takes up a new start at a dot alone, which ends the last one; a path is below 16 kB',
  '/(^|\\/|\\.html|\\/[^./]+)$/':
    'takes up a new start at a slash alone, which ends the last one; a path is below 16 kB',
  '/<script(?![^>]*\\bsrc=)[^>]*>([\\s\\S]*?)<\\/script>/g': 'meets the pages of the guide, which are built here',
};

const top = fileURLToPath(new URL('../../..', import.meta.url));

/** Every regular expression that is written down in a file. */
function literalsIn(path: string): { pattern: string; flags: string }[] {
  const found: { pattern: string; flags: string }[] = [];
  const { program } = parseSync(path, readFileSync(`${top}/${path}`, 'utf8'));
  new Visitor({
    Literal(node) {
      if ('regex' in node && node.regex) found.push({ pattern: node.regex.pattern, flags: node.regex.flags });
    },
  }).visit(program);
  return found;
}

/** Every pattern that the API's schemas check with, those of the library among them. */
function patternsOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'pattern' && typeof inner === 'string' ? [inner] : patternsOf(inner),
  );
}

const literals = folders.flatMap((folder) =>
  globSync(`${folder}/**/*.ts`, { cwd: top }).flatMap((path) => literalsIn(path).map((one) => ({ path, ...one }))),
);
const schemas = endpointList().flatMap(({ params, query, body }) =>
  [params, query, body].flatMap((schema) =>
    schema ? [z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })] : [],
  ),
);
const all = new Map<string, RegExp>([
  ...patternsOf(schemas).map((pattern) => [`/${pattern}/`, new RegExp(pattern)] as const),
  ...literals.map(({ pattern, flags }) => [`/${pattern}/${flags}`, new RegExp(pattern, flags)] as const),
]);

describe('no pattern that strangers’ text meets backtracks without bound', () => {
  test('they are found', () => {
    expect(all.size).toBeGreaterThan(30);
  });

  test('an exception is one of them', () => {
    expect(Object.keys(boundedElsewhere).filter((text) => !all.has(text))).toEqual([]);
  });

  test.each([...all].filter(([text]) => !(text in boundedElsewhere)))('%s', (_text, pattern) => {
    // A score is how many ways there are to match one text: it stays finite where no text can make it explode.
    expect(
      isSafe(new RegExp(pattern.source, pattern.flags.replaceAll(/[uvgyd]/g, '')), { maxScore: 200, timeout: 5_000 }),
    ).toMatchObject({
      safe: true,
    });
  });

  test('and the detector sees one that does', () => {
    expect(isSafe(/^(a+)+$/).safe).toBe(false);
  });
});
