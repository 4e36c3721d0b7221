import type { Queryable } from '../db/index.ts';

/** A user's free messages of one agent. */
export interface FreeKey {
  readonly agentId: string;
  readonly userId: string;
}

const keyOf = ({ agentId, userId }: FreeKey) => `${agentId} ${userId}`;

/** Counters under lock: what each user has had of each agent, and the changes this transaction makes to it. */
export class FreeCounters {
  readonly #used: Map<string, FreeKey & { used: number }>;
  readonly #changed = new Set<string>();

  constructor(rows: Iterable<FreeKey & { used: number }>) {
    this.#used = new Map([...rows].map((row) => [keyOf(row), { ...row }]));
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

  async write(tx: Queryable): Promise<void> {
    const rows = [...this.#used.values()].filter((row) => this.#changed.has(keyOf(row)));
    if (rows.length === 0) return;
    await tx.query(
      `update free_messages f set used = n.used
       from unnest($1::text[], $2::text[], $3::integer[]) as n (agent_id, user_id, used)
       where f.agent_id = n.agent_id and f.user_id = n.user_id`,
      [rows.map((row) => row.agentId), rows.map((row) => row.userId), rows.map((row) => row.used)],
    );
  }
}

/** Locks counters in one sorted order, after the accounts. Agents that offer nothing for free need none. */
export async function lockFreeCounters(tx: Queryable, keys: readonly FreeKey[]): Promise<FreeCounters> {
  if (keys.length === 0) return new FreeCounters([]);
  const unique = [...new Map(keys.map((key) => [keyOf(key), key])).values()];
  const arrays = [unique.map((key) => key.agentId), unique.map((key) => key.userId)];
  await tx.query(
    `insert into free_messages (agent_id, user_id, used)
     select agent_id, user_id, 0 from unnest($1::text[], $2::text[]) as wanted (agent_id, user_id)
     where not exists (
       select from free_messages f where f.agent_id = wanted.agent_id and f.user_id = wanted.user_id
     )
     order by agent_id, user_id
     on conflict do nothing`,
    arrays,
  );
  const rows = await tx.query<{ agent_id: string; user_id: string; used: number }>(
    `select f.agent_id, f.user_id, f.used
     from free_messages f join unnest($1::text[], $2::text[]) as wanted (agent_id, user_id) using (agent_id, user_id)
     order by f.agent_id, f.user_id
     for update of f`,
    arrays,
  );
  return new FreeCounters(rows.map((row) => ({ agentId: row.agent_id, userId: row.user_id, used: row.used })));
}

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
