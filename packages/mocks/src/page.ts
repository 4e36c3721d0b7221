import { Problem, pageLimitDefault } from '@kopai/contracts';

interface PageQuery {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** One page of rows that are in the list's order. The cursor names the last row seen; rows are never taken away. */
export function pageOf<Row>(
  rows: readonly Row[],
  { limit = pageLimitDefault, cursor }: PageQuery,
  position: (row: Row) => string | number,
): { data: Row[]; nextCursor: string | null } {
  const cursorOf = (row: Row) => btoa(String(position(row)));
  const seen = cursor === undefined ? -1 : rows.findIndex((row) => cursorOf(row) === cursor);
  if (cursor !== undefined && seen < 0) {
    const errors = [{ path: 'query.cursor', message: 'is not a cursor of this list; use `nextCursor`' }];
    throw new Problem('invalid_request', 'The cursor is not one of this list.', { errors });
  }
  const data = rows.slice(seen + 1, seen + 1 + limit);
  const last = data.at(-1);
  const hasMore = rows.length > seen + 1 + limit;
  return { data, nextCursor: hasMore && last !== undefined ? cursorOf(last) : null };
}
