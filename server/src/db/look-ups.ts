/** Keys that one query asks for at most. */
const most = 1_000;

interface Waiting<Value> {
  readonly resolve: (value: Value | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** What was found, some hundred bytes each, that is remembered at most; past it all is forgotten. */
const rememberedMost = 10_000;

interface Remembered<Value> {
  readonly value: Value;
  /** By the clock of this process, which nobody turns. */
  readonly untilMs: number;
}

/**
 * Lets concurrent callers share a query. While one is under way the next gathers; a key is always asked for after its caller asked, so an answer is never
 * older than the question. With `rememberMs` what was found is as old as that at most, counted from before it was asked for; that there is nothing is never remembered.
 */
export class LookUps<Key, Value> {
  readonly #find: (keys: readonly Key[]) => Promise<ReadonlyMap<Key, Value>>;
  readonly #rememberMs: number;
  readonly #remembered = new Map<Key, Remembered<Value>>();
  readonly #waiting = new Map<Key, Waiting<Value>[]>();
  #running = false;

  /** @param find reads what there is for these keys, each once */
  constructor(
    find: (keys: readonly Key[]) => Promise<ReadonlyMap<Key, Value>>,
    { rememberMs = 0 }: { readonly rememberMs?: number } = {},
  ) {
    this.#find = find;
    this.#rememberMs = rememberMs;
  }

  /** What there is under a key; rejects with what the query rejects with. */
  async get(key: Key): Promise<Value | undefined> {
    const remembered = this.#remembered.get(key);
    if (remembered && performance.now() < remembered.untilMs) return remembered.value;
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
      const untilMs = performance.now() + this.#rememberMs;
      try {
        const found = await this.#find(asked.map(([key]) => key));
        this.#remember(found, untilMs);
        for (const [key, callers] of asked) for (const { resolve } of callers) resolve(found.get(key));
      } catch (error) {
        for (const [, callers] of asked) for (const { reject } of callers) reject(error);
      }
    }
    this.#running = false;
  }

  #remember(found: ReadonlyMap<Key, Value>, untilMs: number): void {
    if (this.#rememberMs === 0) return;
    if (this.#remembered.size + found.size > rememberedMost) this.#remembered.clear();
    for (const [key, value] of found) this.#remembered.set(key, { value, untilMs });
  }
}
