import fc from 'fast-check';
import { fromSchema } from './from-schema.ts';
import type { Document, Operation, Parameter } from './operations.ts';
import { awkward, spoiled, wildBody } from './spoil.ts';

/** Who asks: names of credentials that the run has at hand. */
export const callerNames = [
  'operator',
  'owner',
  'member',
  'stranger',
  'powerless',
  'reader',
  'expired',
  'guessed',
  'nobody',
] as const;
export type CallerName = (typeof callerNames)[number];

/** A request before it is sent: placeholders in it are not filled yet. */
export interface Plan {
  readonly operation: Operation;
  readonly caller: CallerName;
  readonly params: Readonly<Record<string, string>>;
  readonly query: readonly (readonly [string, string])[];
  readonly body: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/** A request for any operation of the document: valid, nearly so, or wild. */
export function planOf(document: Document, operations: readonly [Operation, ...Operation[]]): fc.Arbitrary<Plan> {
  return fc.oneof(...operations.map((operation) => planFor(operation, document)));
}

function planFor(operation: Operation, document: Document): fc.Arbitrary<Plan> {
  const schemas = document.components.schemas;
  const body = operation.body && fromSchema(operation.body, schemas, { member: 'body' });
  const asJson = (value: unknown) => JSON.stringify(value) ?? 'null';
  const none = fc.constant(undefined);
  const valid = fc.record({
    operation: fc.constant(operation),
    caller: callers,
    params: paramsOf(operation, schemas, fc.constant(false)),
    query: queryOf(operation, schemas, fc.constant([])),
    body: body?.map(asJson) ?? none,
    headers: usualHeaders(body !== undefined),
  });
  const near = fc.record({
    operation: fc.constant(operation),
    caller: callers,
    params: paramsOf(
      operation,
      schemas,
      fc.nat(5).map((n) => n === 0),
    ),
    query: queryOf(operation, schemas, oddPairs),
    body: body === undefined ? none : spoiled(body).map(asJson),
    headers: usualHeaders(body !== undefined),
  });
  const wild = fc.record({
    operation: fc.constant(operation),
    caller: fc.constantFrom(...callerNames),
    params: paramsOf(operation, schemas, fc.boolean()),
    query: fc.array(fc.tuple(oddText, oddText), { maxLength: 4 }),
    // A GET with a body is not something that `fetch` sends.
    body: operation.method === 'GET' ? none : fc.option(wildBody, { nil: undefined }),
    headers: wildHeaders,
  });
  return fc.oneof({ weight: 6, arbitrary: valid }, { weight: 5, arbitrary: near }, { weight: 2, arbitrary: wild });
}

/** Mostly the ones that get far. */
const callers: fc.Arbitrary<CallerName> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<CallerName>('operator') },
  { weight: 4, arbitrary: fc.constant<CallerName>('owner') },
  { weight: 3, arbitrary: fc.constantFrom(...callerNames) },
);

const awkwardTexts = awkward.filter((value) => typeof value === 'string');
const oddText = fc.oneof(
  fc.constantFrom(...awkwardTexts),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

/** These two a URL takes as directions, and leads to another route by them; an empty one does as well. */
const isDirection = (text: string) => text === '' || text === '.' || text === '..';

type Schemas = Document['components']['schemas'];

function paramsOf(
  { parameters, path }: Operation,
  schemas: Schemas,
  odd: fc.Arbitrary<boolean>,
): fc.Arbitrary<Record<string, string>> {
  const of = ({ name, schema }: Parameter) =>
    odd
      .chain((isOdd) => (isOdd ? oddText : fromSchema(schema, schemas, { member: name, path }).map(String)))
      .filter((text) => !isDirection(text));
  return fc.record(Object.fromEntries(parameters.filter((one) => one.in === 'path').map((one) => [one.name, of(one)])));
}

type Pairs = readonly (readonly [string, string])[];

const oddPairs: fc.Arbitrary<Pairs> = fc.array(
  fc.tuple(
    fc.constantFrom(
      'limit',
      'cursor',
      'wallet',
      '__proto__',
      'kind',
      'agent',
      'from',
      'to',
      'subject',
      'days',
      'timezone',
      'x',
    ),
    oddText,
  ),
  { maxLength: 2 },
);

function queryOf({ parameters }: Operation, schemas: Schemas, more: fc.Arbitrary<Pairs>): fc.Arbitrary<Pairs> {
  const pairs = parameters
    .filter((one) => one.in === 'query')
    .map(({ name, schema, required }) => {
      const value = fromSchema(schema, schemas, { member: name });
      return fc.option(value, { nil: undefined, freq: required ? 30 : 2 }).map((drawn): Pairs => {
        if (drawn === undefined) return [];
        return (Array.isArray(drawn) ? drawn : [drawn]).map((one): readonly [string, string] => [name, String(one)]);
      });
    });
  return fc.tuple(fc.tuple(...pairs), more).map(([valid, extra]) => [...valid.flat(), ...extra]);
}

/** Keys come again, with the same request and with others. */
const idempotencyKey = fc.nat(25).map((n) => `key-${n}`);

const mostly = (usual: string, ...rare: string[]) =>
  fc.oneof({ weight: 12, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...rare) });

const usualHeaders = (hasBody: boolean): fc.Arbitrary<Record<string, string>> =>
  fc.record(
    {
      'Content-Type': fc.constant('application/json'),
      'Idempotency-Key': idempotencyKey,
      Accept: mostly('application/json', '*/*', 'text/csv'),
      Origin: mostly('http://localhost:3000', 'https://evil.example', 'null'),
    },
    { requiredKeys: hasBody ? ['Content-Type'] : [], noNullPrototype: true },
  );

/** What a header may hold at all: the rest never leaves a client. */
const headerText = fc
  .string({ unit: 'binary-ascii', maxLength: 60 })
  .map((text) => text.replaceAll(/[^\x20-\x7e]/g, ' '));

const wildHeaders: fc.Arbitrary<Record<string, string>> = fc.record(
  {
    'Content-Type': fc.oneof(
      fc.constantFrom(
        'application/json',
        'application/json; charset=utf-16',
        'text/plain',
        'application/xml',
        'application/vnd.api+json',
        ';',
      ),
      headerText,
    ),
    'Content-Encoding': fc.constantFrom('gzip', 'deflate', 'br', 'identity', 'zstd', 'gzip, gzip'),
    'Idempotency-Key': fc.oneof(idempotencyKey, headerText),
    Accept: fc.oneof(fc.constantFrom('text/csv', 'text/event-stream', 'text/html;q=0.1', ',,,', 'a/b;q=x'), headerText),
    'Last-Event-ID': fc.oneof(fc.nat(1_000_000).map(String), headerText),
    'X-Request-Id': headerText,
    Origin: fc.oneof(fc.constantFrom('null', 'http://localhost:3000', 'https://evil.example'), headerText),
    'If-None-Match': headerText,
    Range: fc.constantFrom('bytes=0-1', 'bytes=-1', 'x'),
    'X-Forwarded-For': headerText,
    'X-HTTP-Method-Override': fc.constantFrom('DELETE', 'PUT'),
    Cookie: headerText,
  },
  { requiredKeys: [], noNullPrototype: true },
);
