import { Problem } from '@kopai/contracts';

/** An answer as it is sent, kept so that it can be sent again. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** First answers by key. A request that failed gives its key back; a twin that is still running is waited for. */
export class Idempotency {
  readonly #first = new Map<string, { content: string; answer: Promise<Answer> }>();

  async replaying(
    key: string,
    content: string,
    work: () => Promise<Answer>,
  ): Promise<Answer & { readonly replayed: boolean }> {
    const known = this.#first.get(key);
    if (known) {
      if (known.content === content) return { ...(await known.answer), replayed: true };
      throw new Problem('idempotency_key_reused', 'This Idempotency-Key came with another request before.');
    }
    const answer = work();
    this.#first.set(key, { content, answer });
    try {
      return { ...(await answer), replayed: false };
    } catch (error) {
      this.#first.delete(key);
      throw error;
    }
  }
}
