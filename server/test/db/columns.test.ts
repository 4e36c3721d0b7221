import { describe, expect, test } from 'vitest';
import { addParameters, type Column, Columns } from '../../src/db/index.ts';
import { freshDatabase } from '../database.ts';

const { pool } = await freshDatabase();

interface Reading {
  readonly name: string;
  readonly value: bigint | null;
  readonly at: Date;
}

const columns: readonly Column<Reading>[] = [
  { type: 'text', value: ({ name }) => name },
  { type: 'bigint', value: ({ value }) => value },
  { type: 'timestamptz', value: ({ at }) => at },
];

const first: Reading = { name: 'größe', value: -(2n ** 63n), at: new Date('2026-03-29T01:59:59.999Z') };
const second: Reading = { name: '', value: null, at: new Date(0) };

describe.each([
  { form: 'one row as values', rows: [first], isOne: true },
  { form: 'one row of nulls and empty text as values', rows: [second], isOne: true },
  { form: 'one row as lists', rows: [first], isOne: false },
  { form: 'rows as lists', rows: [first, second], isOne: false },
  { form: 'no rows as lists', rows: [], isOne: false },
])('$form', ({ rows, isOne }) => {
  // Behind a parameter of the statement's own.
  const text = new Columns(columns, { first: 2, isOne });
  const parameters: unknown[] = ['own'];
  addParameters(parameters, columns, rows, { isOne });

  test('come out of a select list as they went in', async () => {
    const each = `select $1::text as own, ${text.each(0)} as name, ${text.each(1)} as value, ${text.each(2)} as at`;
    expect(await pool.query(each, parameters)).toEqual(rows.map((row) => ({ own: 'own', ...row })));
  });

  test('come out of a table as they went in', async () => {
    const table = `select own, r.* from (select $1::text as own) o, ${text.table('r', ['name', 'value', 'at'])}`;
    expect(await pool.query(table, parameters)).toEqual(rows.map((row) => ({ own: 'own', ...row })));
  });

  test('are lists where a list is asked for', async () => {
    const lists = `select $1::text as own, ${text.list(0)} as names, ${text.list(1)} as values, ${text.list(2)} as ats`;
    expect(await pool.query(lists, parameters)).toEqual([
      {
        own: 'own',
        names: rows.map(({ name }) => name),
        values: rows.map(({ value }) => value),
        ats: rows.map(({ at }) => at),
      },
    ]);
  });
});

describe.each([
  { form: 'one row as values', names: ['b'], isOne: true },
  { form: 'rows as lists', names: ['b', 'a', 'nobody'], isOne: false },
])('$form, of values that move', ({ names, isOne }) => {
  const moving: readonly Column<string>[] = [
    { type: 'text', value: (name) => name },
    { type: 'bigint', value: () => 100n, movesWith: (name) => name },
    { type: 'integer', value: () => 7 },
  ];
  const shifts = { text: '$1::bigint[]', placeOf: (name: string) => ['a', 'b'].indexOf(name) + 1 || 3 };
  const text = new Columns(moving, { first: 2, isOne, shifts });
  const parameters: unknown[] = ['{-1,20,0}'];
  addParameters(parameters, moving, names, { isOne, shifts });
  const shifted = { a: 99n, b: 120n, nobody: 100n };
  const expected = names.map((name) => ({ name, value: shifted[name as keyof typeof shifted], seven: 7 }));

  test('come with what is added to each, out of a select list and out of a table', async () => {
    expect(parameters).toHaveLength(1 + text.count);
    const each = `select ${text.each(0)} as name, ${text.each(1)} as value, ${text.each(2)} as seven`;
    expect(await pool.query(each, parameters)).toEqual(expected);
    const table = `select t.* from ${text.table('t', ['name', 'value', 'seven'])}`;
    expect(await pool.query(table, parameters)).toEqual(expected);
  });
});
