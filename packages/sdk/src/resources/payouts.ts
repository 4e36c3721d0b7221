import type { BodyOf, Payout, QueryOf } from '@kopai/contracts';
import type { Client, RequestOptions } from '../client.ts';
import { type List, type ListOptions, listOf } from '../pages.ts';

/** Withdrawals of available earnings to an organization's account at Stripe. */
export class Payouts {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  /** Sets earnings aside and sends them. `amount` is a multiple of 0.1 credits and at least the minimum payout. */
  create(body: BodyOf<'payouts.create'>, options?: RequestOptions): Promise<Payout> {
    return this.#client.call('payouts.create', { body }, options);
  }

  get(id: string, options?: RequestOptions): Promise<Payout> {
    return this.#client.call('payouts.get', { params: { id } }, options);
  }

  /** An organization's payouts, newest first. */
  list(query: QueryOf<'payouts.list'>, options?: ListOptions): List<Payout> {
    return listOf(
      (cursor = query.cursor) => this.#client.call('payouts.list', { query: { ...query, cursor } }, options),
      options,
    );
  }
}
