import fc from 'fast-check';
import { placeholderFor } from './harvest.ts';
import { knownWallets, namesFor } from './known-names.ts';
import type { Schema } from './operations.ts';

type Components = Readonly<Record<string, Schema>>;

/** Where a value stands, which says what it means. */
interface Place {
  readonly member: string;
  readonly path?: string;
}

/** Values that a schema accepts; now and then one that only its words accept, and that a rule behind them refuses. */
export function fromSchema(schema: Schema, components: Components, place: Place): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    return fromSchema(components[name] ?? {}, components, place);
  }
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map((one) => fromSchema(one, components, place)));
  switch (schema.type) {
    case 'object':
      return objectOf(schema, components);
    case 'array':
      return fc.array(fromSchema(schema.items ?? {}, components, place), {
        minLength: schema.minItems ?? 0,
        // Rarely is more than a handful more telling.
        maxLength: Math.min(schema.maxItems ?? 4, 4),
      });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'integer':
    case 'number':
      return integerOf(schema);
    case 'string':
      return textOf(schema, place);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function objectOf({ properties = {}, required = [] }: Schema, components: Components): fc.Arbitrary<unknown> {
  const members = Object.fromEntries(
    Object.entries(properties).map(([member, schema]) => [member, fromSchema(schema, components, { member })]),
  );
  return fc.record(members, { requiredKeys: required.filter((key) => key in members), noNullPrototype: true });
}

function integerOf({ minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER }: Schema) {
  return fc.oneof(
    fc.constantFrom(minimum, maximum, Math.min(maximum, Math.max(minimum, 1))),
    fc.integer({ min: minimum, max: Math.min(maximum, minimum + 5_000) }),
  );
}

const amounts = [
  '0',
  '0.000001',
  '0.5',
  '1',
  '12.5',
  '100',
  '1000',
  '1000000000',
  '9999999999999.999999',
  '-1',
  '-0',
  '-0.5',
];
const moments = [
  '2026-11-23T12:00:00.000Z',
  '2026-11-23T12:00Z',
  '0000-01-01T00:00:00.000Z',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999999999Z',
  '2024-02-29T00:00:00.000Z',
];
const links = [
  'http://localhost:3000/back',
  'http://localhost:3000/back?kopai=1#top',
  'http://127.0.0.1:9/hooks',
  'https://10.0.0.1/',
  'https://unknown.invalid/',
  'http://user@localhost:3000/',
  'http://[::1]:3000/',
];

const index = fc.nat(50);

function textOf(schema: Schema, place: Place): fc.Arbitrary<string> {
  const { pattern, format, minLength = 0, maxLength = 200 } = schema;
  const made = /^\^([a-z]{3})_\[/.exec(pattern ?? '')?.[1];
  if (made !== undefined) return index.map((n) => placeholderFor(made, n));
  if (format === 'date-time') return fc.constantFrom(...moments);
  if (format === 'uri') return fc.constantFrom(...links);
  if (place.member === 'cursor') return index.map((n) => placeholderFor('cursor', n));
  if (place.member === 'quote') return index.map((n) => placeholderFor('quote', n));
  if (pattern?.includes('(user|org)')) return fc.constantFrom(...knownWallets);
  if (pattern?.startsWith('^-?')) return fc.constantFrom(...amounts);
  if (pattern === '^\\d{1,9}$') return fc.oneof(fc.integer({ min: 1, max: 100 }), fc.nat(999_999_999)).map(String);
  const names = namesFor(place.member, place.path);
  const free =
    pattern === undefined
      ? fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, 200) })
      : fc.stringMatching(/^[A-Za-z0-9._~@|:+=-]{1,128}$/);
  return names.length === 0
    ? free
    : fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...names) }, { weight: 1, arbitrary: free });
}
