import { type Agent, Problem, totalOf, type Visibility } from '@kopai/contracts';
import { recordAct } from '../audit/index.ts';
import { type Clock, instantOf } from '../clock.ts';
import { inTransaction, type Pool, type Queryable } from '../db/index.ts';
import { requireModel } from './models.ts';
import { recordPrices } from './record-prices.ts';

interface AgentRow {
  id: string;
  name: string;
  model_id: string;
  org_id: string;
  visibility: Visibility;
  infra: bigint;
  add_on: bigint;
  free_messages: number;
  version: number;
  updated_at: Date;
}

const agentColumns =
  'a.id, a.name, a.model_id, a.org_id, a.visibility, m.infra, a.add_on, a.free_messages, a.version, a.updated_at';

function agentOf(row: AgentRow): Agent {
  return {
    id: row.id,
    object: 'agent',
    name: row.name,
    modelId: row.model_id,
    orgId: row.org_id,
    visibility: row.visibility,
    infra: row.infra,
    addOn: row.add_on,
    total: totalOf({ infra: row.infra, addOn: row.add_on }),
    freeMessages: row.free_messages,
    version: row.version,
    updatedAt: instantOf(row.updated_at),
  };
}

/** Agents with their prices as one snapshot sees them, by id. */
export async function agentsById(db: Queryable, ids: readonly string[]): Promise<Map<string, Agent>> {
  const rows = await db.query<AgentRow>(
    `select ${agentColumns} from agents a join models m on m.id = a.model_id where a.id = any($1)`,
    [[...new Set(ids)]],
  );
  return new Map(rows.map((row) => [row.id, agentOf(row)]));
}

/** Who looks: everybody sees public agents, a member the private ones of their organizations, the operator all. */
export type AgentViewer = { readonly all: true } | { readonly all: false; readonly orgIds: readonly string[] };

export const mayView = (viewer: AgentViewer, agent: Agent): boolean =>
  viewer.all || agent.visibility === 'public' || viewer.orgIds.includes(agent.orgId);

/** Agents the viewer may see, by id, after the id `after`; one more than `limit` tells that there is another page. */
export async function listAgents(
  db: Queryable,
  viewer: AgentViewer,
  page: { limit: number; after: string },
): Promise<Agent[]> {
  const rows = await db.query<AgentRow>(
    `select ${agentColumns} from agents a join models m on m.id = a.model_id
     where a.id > $1 and ($2 or a.visibility = 'public' or a.org_id = any($3))
     order by a.id limit $4`,
    [page.after, viewer.all, viewer.all ? [] : viewer.orgIds, page.limit + 1],
  );
  return rows.map(agentOf);
}

export interface AgentChange {
  readonly id: string;
  readonly name: string;
  readonly modelId: string;
  readonly orgId: string;
  readonly visibility: Visibility;
  readonly addOn: bigint;
  readonly freeMessages: number;
}

/** Creates an agent or replaces what is known of it. A changed price is a new version. */
export function putAgent(
  { pool, clock }: { pool: Pool; clock: Clock },
  change: AgentChange,
  changedBy: string,
): Promise<Agent> {
  return inTransaction(pool, async (tx) => {
    await requireModel(tx, change.modelId);
    return writeAgent(tx, change, changedBy, new Date(clock()));
  });
}

/** Sets the creator's part of the price. `mayChange` judges the agent's organization before anything is written. */
export function setPricing(
  { pool, clock }: { pool: Pool; clock: Clock },
  change: { id: string; addOn?: bigint | undefined; freeMessages?: number | undefined; changedBy: string },
  mayChange: (agent: Agent) => void,
): Promise<Agent> {
  return inTransaction(pool, async (tx) => {
    await tx.query('select id from agents where id = $1 for update', [change.id]);
    const agent = (await agentsById(tx, [change.id])).get(change.id);
    if (!agent) throw agentNotFound(change.id);
    mayChange(agent);
    const { addOn = agent.addOn, freeMessages = agent.freeMessages } = change;
    return writeAgent(tx, { ...agent, addOn, freeMessages }, change.changedBy, new Date(clock()));
  });
}

export const agentNotFound = (id: string) =>
  new Problem('agent_not_found', `There is no agent ${JSON.stringify(id)} that you may see.`);

async function writeAgent(tx: Queryable, change: AgentChange, changedBy: string, at: Date): Promise<Agent> {
  if (change.visibility === 'private' && change.addOn > 0n) {
    throw new Problem('private_agent_add_on', 'Only a public marketplace agent may have a publisher add-on.', {
      agentId: change.id,
    });
  }
  await tx.query('select id from agents where id = $1 for update', [change.id]);
  const before = (await agentsById(tx, [change.id])).get(change.id);
  const [after] = await tx.query<{ version: number }>(
    `insert into agents (id, name, model_id, org_id, visibility, add_on, free_messages, version, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, 1, $8)
     on conflict (id) do update set
       name = excluded.name, model_id = excluded.model_id, org_id = excluded.org_id, visibility = excluded.visibility,
       add_on = excluded.add_on, free_messages = excluded.free_messages, updated_at = excluded.updated_at,
       version = agents.version + case
         when (agents.model_id, agents.add_on, agents.free_messages) = (excluded.model_id, excluded.add_on, excluded.free_messages)
         then 0 else 1 end
     returning version`,
    [change.id, change.name, change.modelId, change.orgId, change.visibility, change.addOn, change.freeMessages, at],
  );
  if (before?.version !== after?.version) await recordPrices(tx, { agentIds: [change.id], changedBy, at });
  const agent = (await agentsById(tx, [change.id])).get(change.id);
  if (!agent) throw new Error('an agent that was just written is not there');
  await recordAct(tx, {
    actor: changedBy,
    action: 'agent.put',
    subject: `agent:${change.id}`,
    from: before,
    to: agent,
    at,
  });
  return agent;
}
