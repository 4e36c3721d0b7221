import { pageLimitDefault } from '@kopai/contracts';
import { invalid } from './decode.ts';

/** A cursor names the last row of a page. It is opaque to callers, so that the order may change without breaking them. */
const encodeCursor = (position: string): string => Buffer.from(position).toString('base64url');

export function positionOf(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const position = Buffer.from(cursor, 'base64url').toString('utf8');
  // Rows are named by ids, which are printable: what else a cursor could hold is no text that a database takes.
  if (encodeCursor(position) !== cursor || !/^[\x21-\x7e]+$/.test(position)) throw badCursor();
  return position;
}

/** The position as a seq. */
export function seqOf(cursor: string | undefined): bigint | undefined {
  const position = positionOf(cursor);
  if (position === undefined) return undefined;
  if (!/^\d{1,18}$/.test(position)) throw badCursor();
  return BigInt(position);
}

const badCursor = () => invalid([{ path: 'query.cursor', message: 'is not a cursor of this list; use `nextCursor`' }]);

/** Makes a page of rows that were read with one more than `limit`. */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number = pageLimitDefault,
  position: (row: Row) => string,
): { data: Row[]; nextCursor: string | null } {
  const data = rows.slice(0, limit);
  const last = data.at(-1);
  return { data, nextCursor: rows.length > limit && last !== undefined ? encodeCursor(position(last)) : null };
}
