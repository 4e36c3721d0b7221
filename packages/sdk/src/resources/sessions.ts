import type { BodyOf, ReplyOf } from '@kopai/contracts';
import type { Client, RequestOptions } from '../client.ts';

/** Browser sessions: minted by a backend, for 10 minutes each. */
export class Sessions {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  /** Mints a session for a user of yours. Its `token` is shown this once. Needs a secret key with `sessions:write`. */
  create(body: BodyOf<'sessions.create'>, options?: RequestOptions): Promise<ReplyOf<'sessions.create'>> {
    return this.#client.call('sessions.create', { body }, options);
  }

  /** Ends a session at once. A session may end itself. */
  revoke(id: string, options?: RequestOptions): Promise<ReplyOf<'sessions.revoke'>> {
    return this.#client.call('sessions.revoke', { params: { id } }, options);
  }
}
