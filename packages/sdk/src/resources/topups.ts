import type { Topup, TopupRequest } from '@kopai/contracts';
import type { Client, RequestOptions } from '../client.ts';

/** Buying credits through Stripe Checkout. */
export class Topups {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  /** Starts a purchase of a pack. Send the payer to `checkoutUrl`, or mount Stripe's form with `clientSecret` when embedded. */
  create(body: TopupRequest, options?: RequestOptions): Promise<Topup> {
    return this.#client.call('topups.create', { body }, options);
  }

  /** Reads a purchase; while it is pending the server asks Stripe itself, so polling this is enough after coming back. */
  get(id: string, options?: RequestOptions): Promise<Topup> {
    return this.#client.call('topups.get', { params: { id } }, options);
  }
}
