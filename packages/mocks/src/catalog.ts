import { type Agent, type BodyOf, centsToCredits, type Model, type Pack, Problem, totalOf } from '@kopai/contracts';
import type { Caller } from './access.ts';
import type { Clock } from './clock.ts';

const pack = (id: string, name: string, amountCents: number): Pack => ({
  id,
  object: 'pack',
  name,
  credits: centsToCredits(BigInt(amountCents)),
  amountCents,
  currency: 'usd',
});

export const defaultPacks: readonly Pack[] = [
  pack('starter', 'Starter', 500),
  pack('standard', 'Standard', 1_500),
  pack('pro', 'Pro', 5_000),
];

type Pricing = BodyOf<'agents.setPricing'>;

/** What there is to buy: models, agents and their prices, packs. */
export class Catalog {
  readonly #clock: Clock;
  readonly #models = new Map<string, Model>();
  readonly #agents = new Map<string, Agent>();
  readonly packs: readonly Pack[];

  constructor(clock: Clock, packs: readonly Pack[]) {
    this.#clock = clock;
    this.packs = packs;
  }

  models(): Model[] {
    return byId(this.#models.values());
  }

  /** A new price of a model is a new version of every agent on it. */
  putModel(id: string, { name, infra }: BodyOf<'models.put'>): Model {
    const model: Model = { id, object: 'model', name, infra, updatedAt: this.#clock.instant() };
    this.#models.set(id, model);
    for (const agent of this.#agents.values()) if (agent.modelId === id) this.#write({ ...agent, infra });
    return model;
  }

  putAgent(id: string, { addOn = 0n, freeMessages = 0, ...rest }: BodyOf<'agents.put'>): Agent {
    const model = this.#models.get(rest.modelId);
    if (!model) throw new Problem('model_not_found', `There is no model ${JSON.stringify(rest.modelId)}.`);
    return this.#write({ ...rest, id, infra: model.infra, addOn, freeMessages });
  }

  setPricing(id: string, { addOn, freeMessages }: Pricing, mayChange: (agent: Agent) => void): Agent {
    const agent = this.agent(id);
    mayChange(agent);
    return this.#write({ ...agent, addOn: addOn ?? agent.addOn, freeMessages: freeMessages ?? agent.freeMessages });
  }

  find(id: string): Agent | undefined {
    return this.#agents.get(id);
  }

  agent(id: string): Agent {
    const agent = this.find(id);
    if (!agent) throw agentNotFound(id);
    return agent;
  }

  /** Agents the caller may see: public ones, the private ones of their organizations, or all with a key. */
  agentsFor(caller: Caller): Agent[] {
    return byId(this.#agents.values()).filter((agent) => {
      const own = caller.kind === 'session' && caller.orgs.some(({ id }) => id === agent.orgId);
      return agent.visibility === 'public' || caller.kind === 'key' || own;
    });
  }

  #write(agent: Omit<Agent, 'object' | 'total' | 'version' | 'updatedAt'>): Agent {
    if (agent.visibility === 'private' && agent.addOn > 0n) {
      const { id: agentId } = agent;
      throw new Problem('private_agent_add_on', 'Only a public agent may have a publisher add-on.', { agentId });
    }
    const before = this.#agents.get(agent.id);
    const samePrice =
      before?.infra === agent.infra && before.addOn === agent.addOn && before.freeMessages === agent.freeMessages;
    const after: Agent = {
      ...agent,
      object: 'agent',
      total: totalOf(agent),
      version: before ? before.version + (samePrice ? 0 : 1) : 1,
      updatedAt: this.#clock.instant(),
    };
    this.#agents.set(agent.id, after);
    return after;
  }
}

function byId<Row extends { readonly id: string }>(rows: Iterable<Row>): Row[] {
  return [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** What may not be seen is answered as if it were not there. */
export const agentNotFound = (id: string) =>
  new Problem('agent_not_found', `There is no agent ${JSON.stringify(id)} that you may see.`);
