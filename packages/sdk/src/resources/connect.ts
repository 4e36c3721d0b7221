import type { BodyOf, ConnectState, ReplyOf } from '@kopai/contracts';
import type { Client, RequestOptions } from '../client.ts';

/** An organization's account at Stripe, where its payouts go. */
export class Connect {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  /** Opens Stripe's hosted onboarding: send the creator to `url`. It works once; ask again for another. */
  start(wallet: string, body: BodyOf<'connect.start'>, options?: RequestOptions): Promise<ReplyOf<'connect.start'>> {
    return this.#client.call('connect.start', { params: { wallet }, body }, options);
  }

  /** How Stripe describes the account now. Coming back from onboarding proves nothing: `payoutsEnabled` does. */
  get(wallet: string, options?: RequestOptions): Promise<ConnectState> {
    return this.#client.call('connect.get', { params: { wallet } }, options);
  }
}
