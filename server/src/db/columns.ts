import { instantOf } from '../clock.ts';
import { type ArrayType, arrayParameter } from './array-parameter.ts';

/** One value of a row, and what PostgreSQL calls its type. */
export interface Column<Row> {
  readonly type: ArrayType;
  readonly value: (row: Row) => unknown;
}

/**
 * Rows as the text of a statement takes them: a parameter for each column, which is the list of its values, so that a thousand rows cost one statement. Where
 * there is one row each parameter is the value itself: a statement that sets up a list for each column takes a fifth longer, and so does who writes it.
 */
export class Columns {
  /** Whether there is one row. */
  readonly isOne: boolean;
  readonly #types: readonly ArrayType[];
  readonly #first: number;

  /** @param first the number of the first column's parameter */
  constructor(
    columns: readonly { readonly type: ArrayType }[],
    { first, isOne }: { readonly first: number; readonly isOne: boolean },
  ) {
    this.#types = columns.map(({ type }) => type);
    this.#first = first;
    this.isOne = isOne;
  }

  /** A column within a select list, which then gives as many rows as there are. */
  each(column: number): string {
    return this.isOne ? this.#parameter(column) : `unnest(${this.#parameter(column)})`;
  }

  /** A column as an array. */
  list(column: number): string {
    return this.isOne ? `array[${this.#parameter(column)}]` : this.#parameter(column);
  }

  /** All of it, as a table within `from`. */
  table(name: string, columns: readonly string[]): string {
    const all = this.#types.map((_, column) => this.#parameter(column)).join(', ');
    return `${this.isOne ? `(values (${all}))` : `unnest(${all})`} as ${name} (${columns.join(', ')})`;
  }

  #parameter(column: number): string {
    return `$${this.#first + column}::${this.#types[column]}${this.isOne ? '' : '[]'}`;
  }
}

/** The parameters for these rows, added to those of others. With `isOne` there is one row, as the text was told. */
export function addParameters<Row>(
  parameters: unknown[],
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  { isOne }: { readonly isOne: boolean },
): void {
  const [row] = rows;
  for (const { type, value } of columns)
    parameters.push(isOne && row !== undefined ? valueParameter(value(row)) : arrayParameter(type, rows, value));
}

/** The driver would write a moment in this process's time zone, which takes it longer. */
const valueParameter = (value: unknown) => (value instanceof Date ? instantOf(value) : value);
