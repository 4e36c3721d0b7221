import type { Adjustment, BodyOf } from '@kopai/contracts';
import type { Client, RequestOptions } from '../client.ts';

/** Grants and corrections. Needs a secret key with the scope `admin`. */
export class Adjustments {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  /** Adds `amount` microcredits to a wallet, or takes them when negative, and writes down who and why. */
  create(body: BodyOf<'adjustments.create'>, options?: RequestOptions): Promise<Adjustment> {
    return this.#client.call('adjustments.create', { body }, options);
  }
}
