import type { Queryable } from '../db/index.ts';

/** Appends the prices that agents have now to their history, in the transaction that changed them. */
export async function recordPrices(
  tx: Queryable,
  change: { agentIds: readonly string[]; changedBy: string; at: Date },
): Promise<void> {
  if (change.agentIds.length === 0) return;
  await tx.query(
    `insert into agent_prices (agent_id, version, infra, add_on, free_messages, changed_by, created_at)
     select a.id, a.version, m.infra, a.add_on, a.free_messages, $2, $3
     from agents a join models m on m.id = a.model_id where a.id = any($1)`,
    [change.agentIds, change.changedBy, change.at],
  );
}
