/** Types of array elements, by PostgreSQL's own numbers for them. */
const oids = {
  boolean: 16,
  bytea: 17,
  bigint: 20,
  smallint: 21,
  integer: 23,
  text: 25,
  timestamptz: 1184,
  jsonb: 3802,
} as const;

export type ArrayType = keyof typeof oids;

/** Dimensions, whether there are nulls, the element's type, how many there are, and where counting begins. */
const headerBytes = 20;

/** PostgreSQL counts microseconds from the year 2000. */
const epochMs = Date.UTC(2000, 0, 1);

/** Room for one element of a type that is always as long. */
const fixedBytes: Readonly<Partial<Record<ArrayType, number>>> = {
  boolean: 1,
  bigint: 8,
  smallint: 2,
  integer: 4,
  timestamptz: 8,
};

/**
 * An array as PostgreSQL's binary format has it: what `value` gives for each item. The driver would write it as text, and the server read that
 * again: for statements that carry thousands of values this takes a fraction of the time on both sides.
 *
 * @param value null and undefined are NULL; `bigint` for bigint, `Date` for timestamptz, `Buffer` for bytea, JSON text for jsonb
 * @throws RangeError when a number is out of its type's range
 */
export function arrayParameter<Item>(type: ArrayType, items: readonly Item[], value: (item: Item) => unknown): Buffer {
  const write = writers[type];
  const values = items.map(value);
  const buffer = Buffer.allocUnsafe(
    values.reduce<number>((sum, value) => sum + 4 + lengthOf(type, value), headerBytes),
  );
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
  view.setInt32(0, 1);
  view.setInt32(4, 1);
  view.setInt32(8, oids[type]);
  view.setInt32(12, values.length);
  view.setInt32(16, 1);
  let at = headerBytes;
  for (const value of values) {
    if (value === null || value === undefined) {
      view.setInt32(at, -1);
      at += 4;
      continue;
    }
    const length = write(value, at + 4, view, buffer);
    view.setInt32(at, length);
    at += 4 + length;
  }
  return buffer;
}

/** Bytes that a value takes, without the four that say so. */
function lengthOf(type: ArrayType, value: unknown): number {
  if (value === null || value === undefined) return 0;
  const fixed = fixedBytes[type];
  if (fixed !== undefined) return fixed;
  if (Buffer.isBuffer(value)) return value.length;
  return Buffer.byteLength(String(value)) + (type === 'jsonb' ? 1 : 0);
}

/** Writes a value at an offset; gives back how many bytes it took. */
type Write = (value: unknown, at: number, view: DataView, buffer: Buffer) => number;

const writeText: Write = (value, at, _view, buffer) => buffer.write(String(value), at);

const writeBigint = (value: bigint, at: number, view: DataView) => {
  if (BigInt.asIntN(64, value) !== value) throw new RangeError(`${value} is no bigint of PostgreSQL's`);
  view.setBigInt64(at, value);
  return 8;
};

/** The views of a buffer would cut a number off instead of refusing it. */
const inRange = (value: unknown, bits: number): number => {
  const number = Number(value);
  const most = 2 ** (bits - 1);
  if (!Number.isInteger(number) || number < -most || number >= most)
    throw new RangeError(`${number} has no place in ${bits} bits`);
  return number;
};

const writers: Readonly<Record<ArrayType, Write>> = {
  text: writeText,
  jsonb(value, at, view, buffer) {
    view.setUint8(at, jsonVersion);
    return 1 + buffer.write(String(value), at + 1);
  },
  bytea: (value, at, view, buffer) =>
    Buffer.isBuffer(value) ? value.copy(buffer, at) : writeText(value, at, view, buffer),
  boolean(value, at, view) {
    view.setUint8(at, value ? 1 : 0);
    return 1;
  },
  smallint(value, at, view) {
    view.setInt16(at, inRange(value, 16));
    return 2;
  },
  integer(value, at, view) {
    view.setInt32(at, inRange(value, 32));
    return 4;
  },
  bigint: (value, at, view) => writeBigint(BigInt(value as bigint | number), at, view),
  timestamptz: (value, at, view) => writeBigint(BigInt((Number(value) - epochMs) * 1_000), at, view),
};

/** JSON travels with the number of its format in front. */
const jsonVersion = 1;
