/** A statement the database keeps parsed, under a name, on each connection that has run it. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** Something SQL can be sent to: the pool (each call on any connection) or one transaction. */
export interface Queryable {
  /**
   * Runs one SQL statement with `$1…` parameters and gives its rows. `int8` columns come out as `bigint`, and `bigint`
   * goes in; `numeric` comes out as a string, so sums are cast.
   *
   * @typeParam Row what the statement selects; the caller vouches for it
   * @throws the driver's error; `sqlState` reads its code
   */
  query<Row extends object = Record<string, unknown>>(
    statement: string | Statement,
    values?: readonly unknown[],
  ): Promise<Row[]>;
}

/** PostgreSQL cuts longer names off, in bytes (`NAMEDATALEN` - 1), and two statements would then share one. */
const NAME_BYTES = 63;

/**
 * Names a statement that is sent often: it is parsed once per connection instead of each time. The name must be its own;
 * the driver refuses a name that was used for another text.
 *
 * @throws RangeError when the name is empty or too long
 */
export function statement(name: string, text: string): Statement {
  const length = Buffer.byteLength(name);
  if (length === 0 || length > NAME_BYTES)
    throw new RangeError(`a statement's name has 1 to ${NAME_BYTES} bytes: ${name}`);
  return Object.freeze({ name, text });
}
