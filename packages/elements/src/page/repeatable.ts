/** One intention has one key: asking again after a lost answer is answered by what was done the first time, and never done twice. */
export class Repeatable {
  #attempt: { readonly about: string; readonly key: string } | undefined;

  /** Does what `about` says in every detail. A success ends the intention: the same once more is another one. */
  async run<T>(about: string, act: (options: { readonly idempotencyKey: string }) => Promise<T>): Promise<T> {
    if (this.#attempt?.about !== about) this.#attempt = { about, key: crypto.randomUUID() };
    const done = await act({ idempotencyKey: this.#attempt.key });
    this.#attempt = undefined;
    return done;
  }
}
