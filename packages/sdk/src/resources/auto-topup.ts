import type { AutoTopup as AutoTopupSettings, BodyOf } from '@kopai/contracts';
import type { Client, RequestOptions } from '../client.ts';

/** Wallets that buy a pack by themselves when they fall low. Off by default. */
export class AutoTopup {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  /** Switches it on or off. It charges the card that a top-up with `saveCard: true` has kept. */
  put(wallet: string, body: BodyOf<'autoTopup.put'>, options?: RequestOptions): Promise<AutoTopupSettings> {
    return this.#client.call('autoTopup.put', { params: { wallet }, body }, options);
  }

  get(wallet: string, options?: RequestOptions): Promise<AutoTopupSettings> {
    return this.#client.call('autoTopup.get', { params: { wallet } }, options);
  }
}
