import { noteResponse, responseOf } from './response-of.ts';

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
export function listOf<Item>(fetchPage: FetchPage<Item>): List<Item> {
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
    async *[Symbol.asyncIterator]() {
      for (let current = await firstPage(); ; current = await current.nextPage()) {
        yield* current.data;
        if (!current.hasNextPage()) return;
      }
    },
  };
}
