import type { Agent } from '@kopai/contracts';
import type { Queryable } from '../db/index.ts';
import type { Rider } from '../ledger/index.ts';
import { agentsById } from './agents.ts';

/** An agent with the mark of the row it was read from: every change of the row gives it another. */
export interface MarkedAgent {
  readonly agent: Agent;
  readonly mark: string;
}

/** Agents remembered, a few hundred bytes each; past it all are forgotten, and read again as they are asked for. */
const rememberedMost = 20_000;

/**
 * Agents with their prices as this process last saw them. What is decided on them is written behind `unchangedAgents`, so that a price which has
 * changed meanwhile is never charged.
 */
export class RememberedAgents {
  readonly #known = new Map<string, MarkedAgent>();

  /** Reads what is not remembered. An agent that does not exist is not in the answer, and is asked for again the next time. */
  async read(db: Queryable, ids: Iterable<string>): Promise<ReadonlyMap<string, MarkedAgent>> {
    const wanted = [...new Set(ids)];
    const missing = wanted.filter((id) => !this.#known.has(id));
    if (missing.length > 0) await this.#load(db, missing);
    // A copy: whoever decides on it does so while others forget and read anew.
    const known = new Map<string, MarkedAgent>();
    for (const id of wanted) {
      const agent = this.#known.get(id);
      if (agent) known.set(id, agent);
    }
    return known;
  }

  async #load(db: Queryable, ids: readonly string[]): Promise<void> {
    if (this.#known.size + ids.length > rememberedMost) this.#known.clear();
    // The mark first: an agent that changes in between is then remembered with the mark of its past, which no fence lets through.
    const marks = await db.query<{ id: string; mark: string }>(
      'select id, xmin::text as mark from agents where id = any($1)',
      [ids],
    );
    const agents = await agentsById(db, ids);
    for (const { id, mark } of marks) {
      const agent = agents.get(id);
      if (agent) this.#known.set(id, { agent, mark });
    }
  }

  forget(ids: Iterable<string>): void {
    for (const id of ids) this.#known.delete(id);
  }
}

/**
 * That agents are as they were remembered. A model's new price is a new version of each agent on it, written in the
 * same transaction, so the agent's row tells of both.
 */
export const unchangedAgents: Rider<MarkedAgent> = {
  columns: [
    { type: 'text', value: ({ agent }) => agent.id },
    { type: 'text', value: ({ mark }) => mark },
  ],
  fences: (columns) => ({
    agents: columns.isOne
      ? `unchanged_agent(${columns.each(0)}, ${columns.each(1)})`
      : `unchanged_agents(${columns.list(0)}, ${columns.list(1)})`,
  }),
};
