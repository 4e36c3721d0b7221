import type { QueryOf, ReplyOf } from '@kopai/contracts';
import type { Client, RequestOptions } from '../client.ts';

/** Binding prices. */
export class Quotes {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  /**
   * Prices one message with each of up to 100 agents; ids that name none come back in `missing`. Needs no credential; a session
   * adds what is free and what the wallet affords.
   */
  list(query: QueryOf<'quotes.list'>, options?: RequestOptions): Promise<ReplyOf<'quotes.list'>> {
    return this.#client.call('quotes.list', { query }, options);
  }
}
