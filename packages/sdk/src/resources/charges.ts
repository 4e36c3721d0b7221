import type { Charge, ChargeRequest, ReplyOf } from '@kopai/contracts';
import type { Client, RequestOptions } from '../client.ts';
import { PermissionError } from '../errors.ts';
import { type Held, underHold } from '../hold.ts';
import { responseOf } from '../response-of.ts';

/** Charging messages. Needs a secret key with `charges:write`; a browser session can never charge. */
export class Charges {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  /**
   * Charges one message, or with `capture: false` holds what it costs. `messageId` makes it once-only: the same message again
   * gives back the same charge.
   */
  create(body: ChargeRequest, options?: RequestOptions): Promise<Charge> {
    return this.#client.call('charges.create', { body }, options);
  }

  /** Charges up to 1,000 messages, each for itself: `data` has an outcome for each, in the order asked. */
  createBatch(charges: ChargeRequest[], options?: RequestOptions): Promise<ReplyOf<'charges.createBatch'>> {
    return this.#client.call('charges.createBatch', { body: { charges } }, options);
  }

  get(id: string, options?: RequestOptions): Promise<Charge> {
    return this.#client.call('charges.get', { params: { id } }, options);
  }

  /** Takes what was held: the message was answered. */
  capture(id: string, options?: RequestOptions): Promise<Charge> {
    return this.#client.call('charges.capture', { params: { id }, body: {} }, options);
  }

  /** Gives back what was held: the message failed. */
  release(id: string, options?: RequestOptions): Promise<Charge> {
    return this.#client.call('charges.release', { params: { id }, body: {} }, options);
  }

  /** Gives back what a captured charge took, whole. */
  refund(id: string, options?: RequestOptions): Promise<Charge> {
    return this.#client.call('charges.refund', { params: { id }, body: {} }, options);
  }

  /**
   * Holds what a message costs, runs `work`, and captures; releases if `work` fails before it called `committed()`. An aborted
   * `signal` stops the hold from being made, never from being ended.
   */
  withHold<T>(
    message: Omit<ChargeRequest, 'capture'>,
    work: (held: Held) => Promise<T> | T,
    options: RequestOptions = {},
  ): Promise<T> {
    const { signal: _signal, idempotencyKey: _key, ...ending } = options;
    const calls = {
      hold: async () => this.#now(await this.create({ ...message, capture: false }, options), ending),
      capture: (id: string) => this.capture(id, ending),
      release: (id: string) => this.release(id, ending),
    };
    return underHold(calls, work);
  }

  /** A repeated request is answered as it was first: a hold that may have ended since. A key that may not read goes by that. */
  async #now(charge: Charge, options: RequestOptions): Promise<Charge> {
    if (!responseOf(charge).replayed) return charge;
    return this.get(charge.id, options).catch((error: unknown) => {
      if (error instanceof PermissionError) return charge;
      throw error;
    });
  }
}
