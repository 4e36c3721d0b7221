import type { BodyOf, Model, QueryOf } from '@kopai/contracts';
import type { Client, RequestOptions } from '../client.ts';
import { type List, type ListOptions, listOf } from '../pages.ts';

/** AI models and what one message on each costs in infrastructure. */
export class Models {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  /** Creates a model or sets its price, in microcredits. Needs a secret key with `catalog:write`. */
  put(id: string, body: BodyOf<'models.put'>, options?: RequestOptions): Promise<Model> {
    return this.#client.call('models.put', { params: { id }, body }, options);
  }

  list(query: QueryOf<'models.list'> = {}, options?: ListOptions): List<Model> {
    return listOf(
      (cursor = query.cursor) => this.#client.call('models.list', { query: { ...query, cursor } }, options),
      options,
    );
  }
}
