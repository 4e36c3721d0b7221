import type { ReplyOf } from '@kopai/contracts';
import type { Client, RequestOptions } from '../client.ts';

/** Packs of credits and their prices in money. */
export class Packs {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  /** All packs: there are few, so they come as one page. Needs no credential. */
  list(options?: RequestOptions): Promise<ReplyOf<'packs.list'>> {
    return this.#client.call('packs.list', {}, options);
  }
}
