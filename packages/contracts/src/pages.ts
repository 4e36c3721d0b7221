import * as z from 'zod/mini';

/** Lists are keyset pages: a cursor names the last row seen, so a page costs the same however deep it lies. */

/** Rows on a page when none are asked for, and at most. */
export const pageLimitDefault = 20;
export const pageLimitMost = 100;

/** A whole number in a query. */
export const digits = z.string().check(z.regex(/^\d{1,9}$/, { error: 'must be a whole number' }));

/** The query every list takes. */
export const pageQuery = {
  limit: z.optional(
    z.codec(digits, z.int().check(z.gte(1), z.lte(pageLimitMost)), {
      decode: (text) => Number(text),
      encode: (number) => String(number),
    }),
  ),
  cursor: z.optional(z.string().check(z.minLength(1), z.maxLength(500))),
};

/** A page of a list; `nextCursor` is null on the last one. */
export const pageOf = <Item extends z.ZodMiniType>(item: Item) =>
  z.object({ data: z.array(item), nextCursor: z.nullable(z.string()) });
