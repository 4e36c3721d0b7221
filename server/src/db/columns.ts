import { instantOf } from '../clock.ts';
import { type ArrayType, arrayParameter } from './array-parameter.ts';

/**
 * Rows as a statement takes them: a parameter for each column, which is the list of its values, so that a thousand rows cost one statement. Where all that comes
 * is one row each parameter is the value itself: a statement that sets up a list for each column takes a fifth longer, and so does who writes it.
 */
export class Columns {
  readonly #types: readonly ArrayType[];
  readonly #first: number;
  readonly #isOne: boolean;

  /**
   * @param types of the columns
   * @param first the number of the first one's parameter
   */
  constructor(types: readonly ArrayType[], first: number, { isOne }: { readonly isOne: boolean }) {
    this.#types = types;
    this.#first = first;
    this.#isOne = isOne;
  }

  /** A column within a select list, which then gives as many rows as it has values. */
  each(column: number): string {
    return this.#isOne ? this.#parameter(column) : `unnest(${this.#parameter(column)})`;
  }

  /** A column as an array. */
  list(column: number): string {
    return this.#isOne ? `array[${this.#parameter(column)}]` : this.#parameter(column);
  }

  /** All of it, as a table within `from`. */
  table(name: string, columns: readonly string[]): string {
    const all = this.#types.map((_, column) => this.#parameter(column)).join(', ');
    return `${this.#isOne ? `(values (${all}))` : `unnest(${all})`} as ${name} (${columns.join(', ')})`;
  }

  #parameter(column: number): string {
    return `$${this.#first + column}::${this.#types[column]}${this.#isOne ? '' : '[]'}`;
  }

  /** The parameters for these lists of values, each as long as the others; added to those of other columns. */
  parameters(lists: readonly (readonly unknown[])[], parameters: unknown[] = []): unknown[] {
    for (const [column, type] of this.#types.entries()) {
      const list = lists[column] ?? [];
      parameters.push(this.#isOne ? valueParameter(list[0]) : arrayParameter(type, list));
    }
    return parameters;
  }
}

/** The driver would write a moment in this process's time zone, which takes it longer. */
const valueParameter = (value: unknown) => (value instanceof Date ? instantOf(value) : value);
