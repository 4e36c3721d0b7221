import type { Topup, TopupRequest, Topups } from '@kopai/sdk';

/** One purchase has one key: paying again after a lost answer opens the same checkout, and never a second one. */
export class Purchase {
  #attempt: { readonly about: string; readonly key: string } | undefined;

  /** Opens the checkout of an order. Throws what the server refuses it with. */
  async open(topups: Topups, order: TopupRequest): Promise<Topup> {
    const about = JSON.stringify(order);
    if (this.#attempt?.about !== about) this.#attempt = { about, key: crypto.randomUUID() };
    const topup = await topups.create(order, { idempotencyKey: this.#attempt.key });
    this.#attempt = undefined;
    return topup;
  }
}
