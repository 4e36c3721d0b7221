import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type ArrayType, arrayParameter } from '../../src/db/index.ts';
import { freshDatabase, type TestDatabase } from '../database.ts';

describe('arrays in the binary format', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
  });

  /** What PostgreSQL reads out of it. */
  const read = async (type: ArrayType, values: readonly unknown[]) =>
    (
      await database.pool.query<{ value: unknown }>(
        `select value from unnest($1::${type}[]) with ordinality as n (value, i) order by i`,
        [arrayParameter(type, values, (value) => value)],
      )
    ).map(({ value }) => value);

  const text = fc.string({ unit: 'grapheme' }).map((it) => it.replaceAll('\0', ''));
  const values: Readonly<Record<ArrayType, fc.Arbitrary<unknown>>> = {
    text,
    bigint: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    integer: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    smallint: fc.integer({ min: -32_768, max: 32_767 }),
    boolean: fc.boolean(),
    bytea: fc.uint8Array().map((it) => Buffer.from(it)),
    timestamptz: fc.date({ min: new Date('1970-01-01'), max: new Date('2200-01-01'), noInvalidDate: true }),
    jsonb: fc.record({ a: text, b: fc.integer() }),
  };

  for (const [type, arbitrary] of Object.entries(values) as [ArrayType, fc.Arbitrary<unknown>][]) {
    test(`${type} comes out as it went in, nulls and all`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.option(arbitrary), { maxLength: 20 }), async (list) => {
          const sent = type === 'jsonb' ? list.map((it) => it && JSON.stringify(it)) : list;
          expect(await read(type, sent)).toEqual(list);
        }),
        { numRuns: 40 },
      );
    });
  }

  test('texts of ASCII alone come out as they went in, long ones and nulls among them', async () => {
    const ascii = fc.string({ unit: 'binary-ascii', maxLength: 200 }).map((it) => it.replaceAll('\0', ''));
    const examples: [(string | null)[]][] = [
      [['', null, 'a'.repeat(127)]],
      [['a'.repeat(128), null, 'b']],
      [[null, null]],
      [['a', 'é', null]],
      [['\u0100', 'a']],
      [[]],
    ];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(ascii), { maxLength: 20 }), async (list) => {
        expect(await read('text', list)).toEqual(list);
      }),
      { numRuns: 40, examples },
    );
  });

  test('a number that does not fit is refused before it is sent', () => {
    expect(() => arrayParameter('smallint', [32_768], Number)).toThrow(RangeError);
    expect(() => arrayParameter('bigint', [2n ** 63n], BigInt)).toThrow(RangeError);
  });
});
