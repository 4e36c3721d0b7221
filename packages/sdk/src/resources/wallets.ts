import type { Activity, BalanceEvent, Earnings, QueryOf, Transaction, Wallet } from '@kopai/contracts';
import type { Client, RequestOptions } from '../client.ts';
import { balanceEvents, type StreamOptions } from '../live.ts';
import { type List, type ListOptions, listOf } from '../pages.ts';

/** Which movements of a wallet: by kind, from a moment (inclusive) to another (exclusive). */
export type TransactionFilter = Pick<QueryOf<'wallets.transactions'>, 'kind' | 'from' | 'to'>;

/** Wallets, named by their owner: `user:<id>`, `org:<id>`, or with a session `me`. */
export class Wallets {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  /** A wallet's numbers now. A wallet exists from first use: one never seen is empty. */
  get(wallet: string, options?: RequestOptions): Promise<Wallet> {
    return this.#client.call('wallets.get', { params: { wallet } }, options);
  }

  /** What an organization's agents have earned: available, pending, and what is shown beside it. */
  earnings(wallet: string, options?: RequestOptions): Promise<Earnings> {
    return this.#client.call('wallets.earnings', { params: { wallet } }, options);
  }

  /** What moved the wallet, newest first. */
  transactions(wallet: string, query: QueryOf<'wallets.transactions'> = {}, options?: ListOptions): List<Transaction> {
    return listOf(
      (cursor = query.cursor) =>
        this.#client.call('wallets.transactions', { params: { wallet }, query: { ...query, cursor } }, options),
      options,
    );
  }

  /**
   * What the wallet spent and earned on each of its last days, oldest first, today last: 30 days of UTC by default, 92 at most. Say
   * `Intl.DateTimeFormat().resolvedOptions().timeZone` for the days of whoever looks.
   */
  activity(wallet: string, query: QueryOf<'wallets.activity'> = {}, options?: RequestOptions): Promise<Activity> {
    return this.#client.call('wallets.activity', { params: { wallet }, query }, options);
  }

  /** The whole history as CSV, streamed: `new Response(stream)` turns it into text or a blob. */
  async transactionsCsv(
    wallet: string,
    filter: TransactionFilter = {},
    options?: RequestOptions,
  ): Promise<ReadableStream<Uint8Array>> {
    const input = { params: { wallet }, query: filter };
    const { response } = await this.#client.open('wallets.transactions', input, { accept: 'text/csv' }, options);
    return response.body ?? new Blob().stream();
  }

  /**
   * The wallet's numbers each time they change, from one connection that mends itself. Ends when the loop is left or `signal`
   * aborts; throws only what reconnecting can't mend. Needs a session.
   */
  stream(wallet: string, options: StreamOptions = {}): AsyncGenerator<BalanceEvent, void, undefined> {
    const connect = async (lastEventId: string | undefined) => {
      const headers = {
        accept: 'text/event-stream',
        ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
      };
      // One attempt at a time: the stream has its own waits, which never give up.
      const request = { maxRetries: 0, signal: options.signal };
      const { response } = await this.#client.open('wallets.stream', { params: { wallet } }, headers, request);
      return response;
    };
    return balanceEvents(connect, options);
  }
}
