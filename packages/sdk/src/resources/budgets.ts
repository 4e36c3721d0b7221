import type { BodyOf, Budget, QueryOf } from '@kopai/contracts';
import type { Client, RequestOptions } from '../client.ts';
import { type List, type ListOptions, listOf } from '../pages.ts';

/** What members may spend of their organization's wallet. */
export class Budgets {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  /** Sets a member's budget; what was already spent in the period counts. `limit: null` lifts it. For owners and admins. */
  put(wallet: string, userId: string, body: BodyOf<'budgets.put'>, options?: RequestOptions): Promise<Budget> {
    return this.#client.call('budgets.put', { params: { wallet, userId }, body }, options);
  }

  /** The budgets of an organization; a member sees their own. */
  list(wallet: string, query: QueryOf<'budgets.list'> = {}, options?: ListOptions): List<Budget> {
    return listOf(
      (cursor = query.cursor) =>
        this.#client.call('budgets.list', { params: { wallet }, query: { ...query, cursor } }, options),
      options,
    );
  }
}
