import { type Queryable, statement } from '../db/index.ts';
import { type FreeCount, FreeCounters, type FreeKey } from './free-messages.ts';

/** Counts remembered, a hundred bytes each; past it all are forgotten, and read again as they are asked for. */
const rememberedMost = 100_000;

const keyOf = ({ agentId, userId }: FreeKey) => `${agentId} ${userId}`;

/** How many free messages users have had, as this process last saw it: most have had all of them. */
export class UsedUp {
  readonly #used = new Map<string, number>();

  /** Reads what is not remembered, without locks. */
  async read(db: Queryable, keys: readonly FreeKey[]): Promise<RememberedCounters> {
    if (keys.length === 0) return none;
    const missing = keys.filter((key) => !this.#used.has(keyOf(key)));
    if (missing.length > 0) await this.#load(db, missing);
    const counters = new Map(keys.map((key) => [keyOf(key), { ...key, used: this.#used.get(keyOf(key)) ?? 0 }]));
    return new RememberedCounters(counters);
  }

  async #load(db: Queryable, missing: readonly FreeKey[]): Promise<void> {
    if (this.#used.size + missing.length > rememberedMost) this.#used.clear();
    for (const key of missing) this.#used.set(keyOf(key), 0);
    const rows = await db.query<{ agent_id: string; user_id: string; used: number }>(readCounters, [
      missing.map(({ agentId }) => agentId),
      missing.map(({ userId }) => userId),
    ]);
    for (const row of rows) this.#used.set(keyOf({ agentId: row.agent_id, userId: row.user_id }), row.used);
  }

  forget(keys: Iterable<FreeKey>): void {
    for (const key of keys) this.#used.delete(keyOf(key));
  }
}

/** Counters that are only read: nothing free is given away on a memory. */
export class RememberedCounters extends FreeCounters {
  readonly #counters: ReadonlyMap<string, FreeCount>;

  constructor(counters: ReadonlyMap<string, FreeCount>) {
    super([...counters.values()].map((counter) => ({ ...counter, isNew: false })));
    this.#counters = counters;
  }

  /** What is remembered of these, each once. */
  counts(keys: readonly FreeKey[]): FreeCount[] {
    if (this.#counters.size === 0) return [];
    return [...new Set(keys.map(keyOf))].flatMap((key) => this.#counters.get(key) ?? []);
  }
}

/** What is remembered of nobody. */
const none = new RememberedCounters(new Map());

const readCounters = statement(
  'read free messages',
  `select f.agent_id, f.user_id, f.used
   from free_messages f join unnest($1::text[], $2::text[]) as wanted (agent_id, user_id) using (agent_id, user_id)`,
);
