import type { BodyOf, EntitlementCheck, Entitlements, ReplyOf } from '@kopai/contracts';
import type { Client, RequestOptions } from '../client.ts';

/** Plans: what each allows, subscribing, and asking what a wallet may do. */
export class Plans {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  /** All plans with their feature matrix. Needs no credential. */
  list(options?: RequestOptions): Promise<ReplyOf<'plans.list'>> {
    return this.#client.call('plans.list', {}, options);
  }

  /** Opens a checkout for a paid plan: send the payer to `checkoutUrl`. */
  subscribe(body: BodyOf<'subscriptions.create'>, options?: RequestOptions): Promise<ReplyOf<'subscriptions.create'>> {
    return this.#client.call('subscriptions.create', { body }, options);
  }

  /** Opens Stripe's billing portal, to change the card or cancel. */
  portal(body: BodyOf<'portal.create'>, options?: RequestOptions): Promise<ReplyOf<'portal.create'>> {
    return this.#client.call('portal.create', { body }, options);
  }

  /** What a wallet's plan allows now. */
  entitlements(wallet: string, options?: RequestOptions): Promise<Entitlements> {
    return this.#client.call('entitlements.get', { params: { wallet } }, options);
  }

  /** Whether a wallet may use a feature: `quantity` of them in all, the one in question of so many `bytes`. */
  check(body: BodyOf<'entitlements.check'>, options?: RequestOptions): Promise<EntitlementCheck> {
    return this.#client.call('entitlements.check', { body }, options);
  }
}
