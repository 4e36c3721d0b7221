import type { ApiKey, BodyOf, QueryOf, ReplyOf } from '@kopai/contracts';
import type { Client, RequestOptions } from '../client.ts';
import { type List, type ListOptions, listOf } from '../pages.ts';

/** Secret keys. All of it needs a key with the scope `admin`. */
export class Keys {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  /** Creates a key. Its `key` is shown this once. */
  create(body: BodyOf<'keys.create'>, options?: RequestOptions): Promise<ReplyOf<'keys.create'>> {
    return this.#client.call('keys.create', { body }, options);
  }

  /** Keys, newest first, revoked ones included. */
  list(query: QueryOf<'keys.list'> = {}, options?: ListOptions): List<ApiKey> {
    return listOf(
      (cursor = query.cursor) => this.#client.call('keys.list', { query: { ...query, cursor } }, options),
      options,
    );
  }

  /** Ends a key at once. */
  revoke(id: string, options?: RequestOptions): Promise<ApiKey> {
    return this.#client.call('keys.revoke', { params: { id } }, options);
  }
}
