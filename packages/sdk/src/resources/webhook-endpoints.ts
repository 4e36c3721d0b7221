import type { BodyOf, QueryOf, ReplyOf, WebhookEndpoint } from '@kopai/contracts';
import type { Client, RequestOptions } from '../client.ts';
import { type List, type ListOptions, listOf } from '../pages.ts';

/** Where your backend is told what happened. Needs an admin key. */
export class WebhookEndpoints {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  /** Registers an endpoint under an id of yours, or changes it. Its `secret` goes to `kopai.webhooks.unwrap`. */
  put(id: string, body: BodyOf<'webhookEndpoints.put'>, options?: RequestOptions): Promise<WebhookEndpoint> {
    return this.#client.call('webhookEndpoints.put', { params: { id }, body }, options);
  }

  list(query: QueryOf<'webhookEndpoints.list'> = {}, options?: ListOptions): List<WebhookEndpoint> {
    return listOf(
      (cursor = query.cursor) => this.#client.call('webhookEndpoints.list', { query: { ...query, cursor } }, options),
      options,
    );
  }

  delete(id: string, options?: RequestOptions): Promise<ReplyOf<'webhookEndpoints.delete'>> {
    return this.#client.call('webhookEndpoints.delete', { params: { id } }, options);
  }

  /** Makes a new secret. Until `previousSecretUntil` deliveries carry a signature with each of the two, so that either is enough for `unwrap`. */
  rotate(id: string, body: BodyOf<'webhookEndpoints.rotate'> = {}, options?: RequestOptions): Promise<WebhookEndpoint> {
    return this.#client.call('webhookEndpoints.rotate', { params: { id }, body }, options);
  }

  /** Delivers again what was given up; with `since`, everything from that moment on. */
  replay(
    id: string,
    body: BodyOf<'webhookEndpoints.replay'> = {},
    options?: RequestOptions,
  ): Promise<ReplyOf<'webhookEndpoints.replay'>> {
    return this.#client.call('webhookEndpoints.replay', { params: { id }, body }, options);
  }
}
