import { type Queryable, SerializationFailure, statement } from '../db/index.ts';

/** A user's free messages of one agent. */
export interface FreeKey {
  readonly agentId: string;
  readonly userId: string;
}

/** How many free messages a user has had of an agent. */
export interface FreeCount extends FreeKey {
  readonly used: number;
}

interface Counter extends FreeKey {
  used: number;
  readonly isNew: boolean;
}

const keyOf = ({ agentId, userId }: FreeKey) => `${agentId} ${userId}`;

/** Counters under lock: what each user has had of each agent, and the changes this transaction makes to it. */
export class FreeCounters {
  readonly #used: Map<string, Counter>;
  readonly #changed = new Set<string>();

  constructor(counters: Iterable<Counter>) {
    this.#used = new Map([...counters].map((counter) => [keyOf(counter), { ...counter }]));
  }

  used(key: FreeKey): number {
    return this.#used.get(keyOf(key))?.used ?? 0;
  }

  /** Takes one free message, or gives one back with -1. */
  add(key: FreeKey, change: 1 | -1): void {
    const counter = this.#used.get(keyOf(key));
    if (!counter) throw new Error(`the free messages of ${keyOf(key)} were not locked`);
    counter.used += change;
    this.#changed.add(keyOf(key));
  }

  /** Writes what changed. A counter that another transaction made first throws `SerializationFailure`: this one runs again. */
  async write(tx: Queryable): Promise<void> {
    const changed = [...this.#used.values()].filter((row) => this.#changed.has(keyOf(row)));
    if (changed.length === 0) return;
    const [row] = await tx.query<{ written: bigint }>(writeCounters, [
      changed.map((counter) => counter.agentId),
      changed.map((counter) => counter.userId),
      changed.map((counter) => counter.used),
      changed.map((counter) => counter.isNew),
    ]);
    if (row?.written !== BigInt(changed.length)) throw new SerializationFailure('a free message was counted meanwhile');
  }
}

const writeCounters = statement(
  'write free messages',
  `with wanted as (
     select * from unnest($1::text[], $2::text[], $3::integer[], $4::boolean[]) as n (agent_id, user_id, used, is_new)
   ), updated as (
     update free_messages f set used = n.used
     from wanted n where not n.is_new and f.agent_id = n.agent_id and f.user_id = n.user_id
     returning 1
   ), inserted as (
     insert into free_messages (agent_id, user_id, used)
     select agent_id, user_id, used from wanted where is_new order by agent_id, user_id
     on conflict do nothing
     returning 1
   )
   select (select count(*) from updated) + (select count(*) from inserted) as written`,
);

/** Locks counters in one sorted order, after the accounts. One that was never used has no row yet and stands at 0. */
export async function lockFreeCounters(tx: Queryable, keys: readonly FreeKey[]): Promise<FreeCounters> {
  if (keys.length === 0) return new FreeCounters([]);
  const counters = new Map<string, Counter>(
    keys.map(({ agentId, userId }) => [keyOf({ agentId, userId }), { agentId, userId, used: 0, isNew: true }]),
  );
  const rows = await tx.query<{ agent_id: string; user_id: string; used: number }>(lockCounters, [
    [...counters.values()].map((key) => key.agentId),
    [...counters.values()].map((key) => key.userId),
  ]);
  for (const { agent_id: agentId, user_id: userId, used } of rows) {
    counters.set(keyOf({ agentId, userId }), { agentId, userId, used, isNew: false });
  }
  return new FreeCounters(counters.values());
}

const lockCounters = statement(
  'lock free messages',
  `select f.agent_id, f.user_id, f.used
   from free_messages f join unnest($1::text[], $2::text[]) as wanted (agent_id, user_id) using (agent_id, user_id)
   order by f.agent_id, f.user_id
   for update of f`,
);

/** How many free messages a user has had, by agent. Unlocked: for showing, never for deciding. */
export async function freeMessagesUsed(
  db: Queryable,
  userId: string,
  agentIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await db.query<{ agent_id: string; used: number }>(
    'select agent_id, used from free_messages where user_id = $1 and agent_id = any($2)',
    [userId, agentIds],
  );
  return new Map(rows.map((row) => [row.agent_id, row.used]));
}
