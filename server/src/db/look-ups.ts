/** Keys that one query asks for at most. */
const most = 1_000;

interface Waiting<Value> {
  readonly resolve: (value: Value | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Lets concurrent callers share a query. While one is under way the next gathers; a key is always asked for after its caller asked, so an answer is never
 * older than the question, which a cache could not promise of a key that was just revoked.
 */
export class LookUps<Key, Value> {
  readonly #find: (keys: readonly Key[]) => Promise<ReadonlyMap<Key, Value>>;
  readonly #waiting = new Map<Key, Waiting<Value>[]>();
  #running = false;

  /** @param find reads what there is for these keys, each once */
  constructor(find: (keys: readonly Key[]) => Promise<ReadonlyMap<Key, Value>>) {
    this.#find = find;
  }

  /** What there is under a key; rejects with what the query rejects with. */
  get(key: Key): Promise<Value | undefined> {
    return new Promise((resolve, reject) => {
      const twins = this.#waiting.get(key);
      if (twins) twins.push({ resolve, reject });
      else this.#waiting.set(key, [{ resolve, reject }]);
      if (!this.#running) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#running = true;
    // What is asked for in this turn of the event loop goes together.
    await Promise.resolve();
    while (this.#waiting.size > 0) {
      const asked = [...this.#waiting].slice(0, most);
      for (const [key] of asked) this.#waiting.delete(key);
      try {
        const found = await this.#find(asked.map(([key]) => key));
        for (const [key, callers] of asked) for (const { resolve } of callers) resolve(found.get(key));
      } catch (error) {
        for (const [, callers] of asked) for (const { reject } of callers) reject(error);
      }
    }
    this.#running = false;
  }
}
