import { instantOf } from '../clock.ts';
import { type ArrayType, arrayParameter } from './array-parameter.ts';

/** One value of a row, and what PostgreSQL calls its type. */
export interface Column<Row> {
  readonly type: ArrayType;
  readonly value: (row: Row) => unknown;
  /** What the value moves with, by name: a statement that knows of a shift adds it. */
  readonly movesWith?: (row: Row) => string;
}

/** What a statement adds to values that move: a list of numbers, and who says which of them belongs to a name. */
export interface Shifts {
  /** The list, as an expression. */
  readonly text: string;
  /** Where the shift of a name is in it, counted from 1. */
  readonly placeOf: (name: string) => number;
}

/** How the parameters of rows are written. */
export interface ColumnsForm {
  /** Whether there is one row, and each parameter is the value itself. */
  readonly isOne: boolean;
  /** Given where values may have to be shifted: then each column that moves has a second parameter, which says where its shift is. */
  readonly shifts?: Shifts | undefined;
}

/**
 * Rows as the text of a statement takes them: a parameter for each column, which is the list of its values, so that a thousand rows cost one statement. Where
 * there is one row each parameter is the value itself: a statement that sets up a list for each column takes a fifth longer, and so does who writes it.
 */
export class Columns {
  /** Whether there is one row. */
  readonly isOne: boolean;
  /** How many parameters they are. */
  readonly count: number;
  readonly #values: readonly string[];
  /** What is to be added to each that may have to be shifted. */
  readonly #shifts: readonly (string | undefined)[];

  /** @param first the number of the first column's parameter */
  constructor(
    columns: readonly Pick<Column<never>, 'type' | 'movesWith'>[],
    { first, isOne, shifts }: ColumnsForm & { readonly first: number },
  ) {
    let next = first;
    const parameter = (type: ArrayType) => `$${next++}::${type}${isOne ? '' : '[]'}`;
    const parameters = columns.map(({ type, movesWith }) => ({
      value: parameter(type),
      place: shifts && movesWith && parameter('integer'),
    }));
    this.isOne = isOne;
    this.count = next - first;
    this.#values = parameters.map(({ value }) => value);
    this.#shifts = parameters.map(({ place }) => shifts && place && `(${shifts.text})[${this.#row(place)}]`);
  }

  /** A column within a select list, which then gives as many rows as there are. */
  each(column: number): string {
    const value = this.#row(this.#parameter(column));
    const shift = this.#shifts[column];
    return shift === undefined ? value : `${value} + ${shift}`;
  }

  /** A column that does not move, as an array. */
  list(column: number): string {
    return this.isOne ? `array[${this.#parameter(column)}]` : this.#parameter(column);
  }

  /** All of it, as a table within `from`. */
  table(name: string, columns: readonly string[]): string {
    const named = `${name} (${columns.join(', ')})`;
    if (this.#shifts.some((shift) => shift !== undefined))
      return `(select ${this.#values.map((_, column) => this.each(column)).join(', ')}) as ${named}`;
    const all = this.#values.join(', ');
    return `${this.isOne ? `(values (${all}))` : `unnest(${all})`} as ${named}`;
  }

  #row(parameter: string): string {
    return this.isOne ? parameter : `unnest(${parameter})`;
  }

  #parameter(column: number): string {
    const parameter = this.#values[column];
    if (parameter === undefined) throw new RangeError(`there is no column ${column}`);
    return parameter;
  }
}

/** The parameters for these rows, added to those of others, in the form that the text was told. With `isOne` there is one row. */
export function addParameters<Row>(
  parameters: unknown[],
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  { isOne, shifts }: ColumnsForm,
): void {
  const [row] = rows;
  const add = (type: ArrayType, value: (row: Row) => unknown) =>
    parameters.push(isOne && row !== undefined ? valueParameter(value(row)) : arrayParameter(type, rows, value));
  for (const { type, value, movesWith } of columns) {
    add(type, value);
    if (shifts && movesWith) add('integer', (moving) => shifts.placeOf(movesWith(moving)));
  }
}

/** The driver would write a moment in this process's time zone, which takes it longer. */
const valueParameter = (value: unknown) => (value instanceof Date ? instantOf(value) : value);
