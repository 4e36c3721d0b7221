import type { Agent, BodyOf, QueryOf } from '@kopai/contracts';
import type { Client, RequestOptions } from '../client.ts';
import { type List, type ListOptions, listOf } from '../pages.ts';

/** Agents and their prices. */
export class Agents {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  /** Creates an agent or replaces it. Needs a secret key with `catalog:write`. */
  put(id: string, body: BodyOf<'agents.put'>, options?: RequestOptions): Promise<Agent> {
    return this.#client.call('agents.put', { params: { id }, body }, options);
  }

  get(id: string, options?: RequestOptions): Promise<Agent> {
    return this.#client.call('agents.get', { params: { id } }, options);
  }

  /** Public agents, and the private ones that the credential may see. */
  list(query: QueryOf<'agents.list'> = {}, options?: ListOptions): List<Agent> {
    return listOf(
      (cursor = query.cursor) => this.#client.call('agents.list', { query: { ...query, cursor } }, options),
      options,
    );
  }

  /** Sets the creator's part of the price. Needs a session of an owner or admin, with the scope `pricing`. */
  setPricing(id: string, body: BodyOf<'agents.setPricing'>, options?: RequestOptions): Promise<Agent> {
    return this.#client.call('agents.setPricing', { params: { id }, body }, options);
  }
}
