import type { RequestOptions } from './client.ts';
import { UnexpectedReplyError } from './errors.ts';
import { noteResponse, responseOf } from './response-of.ts';

/** What a list may be given beside its query. */
export interface ListOptions extends RequestOptions {
  /** `for await` ends after so many items. */
  readonly maxItems?: number | undefined;
  /** `for await` throws a `RangeError` instead of asking for more pages than this; 1,000 by default. */
  readonly maxPages?: number | undefined;
}

/** A hundred thousand items in the largest pages: who wants more says so, and who did not mean to finds out. */
const maxPagesDefault = 1_000;

/** One page of a list. */
export interface Page<Item> {
  readonly data: readonly Item[];
  /** Give it back as `cursor` to go on from here, also later or elsewhere; null on the last page. */
  readonly nextCursor: string | null;
  hasNextPage(): boolean;
  /** Fetches the page after this one. Throws a `RangeError` on the last one. */
  nextPage(): Promise<Page<Item>>;
}

/**
 * A list that is asked for when it is used: `await` gives the first page, `for await` every item of every page.
 *
 * It is a plain object with a `then`, not a subclass of Promise: `await` needs no more, and a subclass would also make `then`,
 * `Promise.all` and every async stack frame build lists.
 */
export interface List<Item> extends PromiseLike<Page<Item>>, AsyncIterable<Item> {}

type FetchPage<Item> = (
  cursor: string | undefined,
) => Promise<{ readonly data: readonly Item[]; readonly nextCursor: string | null }>;

/** Builds a list from what fetches one page after a cursor. The first page is fetched once, on first use. */
export function listOf<Item>(fetchPage: FetchPage<Item>, options: ListOptions = {}): List<Item> {
  const page = async (cursor?: string): Promise<Page<Item>> => {
    const reply = await fetchPage(cursor);
    const { nextCursor } = reply;
    const made: Page<Item> = {
      ...reply,
      hasNextPage: () => nextCursor !== null,
      async nextPage() {
        if (nextCursor === null) throw new RangeError('This is the last page: ask hasNextPage() first.');
        return page(nextCursor);
      },
    };
    noteResponse(made, responseOf(reply));
    return made;
  };
  let first: Promise<Page<Item>> | undefined;
  const firstPage = () => {
    first ??= page();
    return first;
  };
  return {
    // biome-ignore lint/suspicious/noThenProperty: a list is meant to be awaited.
    then: (resolved, rejected) => firstPage().then(resolved, rejected),
    [Symbol.asyncIterator]: () => itemsOf(firstPage, options),
  };
}

async function* itemsOf<Item>(
  firstPage: () => Promise<Page<Item>>,
  { signal, maxItems = Number.POSITIVE_INFINITY, maxPages = maxPagesDefault }: ListOptions,
): AsyncGenerator<Item, void, undefined> {
  let left = maxItems;
  if (left <= 0) return;
  for (let current = await firstPage(), pages = 1; ; pages += 1) {
    for (const item of current.data) {
      signal?.throwIfAborted();
      yield item;
      left -= 1;
      if (left <= 0) return;
    }
    if (!current.hasNextPage()) return;
    if (pages >= maxPages) throw new RangeError(`The list goes on after ${pages} pages: set maxItems or maxPages.`);
    const next = await current.nextPage();
    if (next.nextCursor !== null && next.nextCursor === current.nextCursor) {
      const detail = 'The server answers the same cursor again: the list would never end.';
      throw new UnexpectedReplyError({ code: 'unexpected_reply', detail });
    }
    current = next;
  }
}
