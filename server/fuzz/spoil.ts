import fc from 'fast-check';

/** Values that programs stumble over, wherever they stand. */
const awkward: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  Number.MAX_SAFE_INTEGER + 1,
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\u202e\u2066reversed',
  '𐍈'.repeat(40),
  'x'.repeat(3_000),
  "'; drop table charges; --",
  '=HYPERLINK("https://evil.example")',
  '<img src=x onerror=alert(1)>',
  'javascript:alert(1)',
  '../../etc/passwd',
  '%00%2e%2e',
  'NaN',
  '1e3',
  '0x10',
  '１２',
  '99999999999999999999',
  [],
  {},
  [[[[[[]]]]]],
];

const strangeKeys = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'length',
  '',
  '\u0000',
  'id',
  'object',
  'amount',
];

/** One change of a valid value: nearly valid, which is where a check is missing if one is. */
export const spoiled = (valid: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc
    .tuple(valid, fc.nat(30), fc.constantFrom(...awkward), fc.constantFrom(...strangeKeys), fc.nat(3))
    .map(([value, at, odd, key, how]) => spoil(value, { at, odd, key, how }));

interface Change {
  readonly at: number;
  readonly odd: unknown;
  readonly key: string;
  readonly how: number;
}

function spoil(value: unknown, change: Change): unknown {
  if (Array.isArray(value) && value.length > 0) {
    const place = change.at % value.length;
    return value.map((item, n) => (n === place ? spoil(item, change) : item));
  }
  if (typeof value !== 'object' || value === null) return change.odd;
  const entries = Object.entries(value);
  const place = change.at % Math.max(1, entries.length);
  switch (change.how) {
    case 0:
      return fromEntries(entries.filter((_, n) => n !== place));
    case 1:
      return fromEntries([...entries, [change.key, change.odd]]);
    default:
      return fromEntries(entries.map(([key, inner], n) => [key, n === place ? spoil(inner, change) : inner]));
  }
}

/** `Object.fromEntries` defines `__proto__` as a member of its own, which is how a parser of JSON sees it too. */
const fromEntries = (entries: readonly (readonly [string, unknown])[]): unknown => Object.fromEntries(entries);

/** Bodies that are hardly requests at all, as text. */
export const wildBody: fc.Arbitrary<string> = fc.oneof(
  fc.json({ maxDepth: 4 }),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom(
    '',
    'null',
    '"text"',
    '[]',
    '{"',
    '{"a":1}{"b":2}',
    '[1,2',
    '\ufeff{}',
    '{"__proto__":{"admin":true}}',
    '{"constructor":{"prototype":{"admin":true}}}',
    `${'['.repeat(15_000)}${']'.repeat(15_000)}`,
    `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`,
    `{"name":"${'x'.repeat(33_000)}"}`,
    `{"amount":${'9'.repeat(5_000)}}`,
  ),
);

export { awkward };
