import { Problem, type ReplyOf } from '@kopai/contracts';
import { type Caller, walletFor } from '../access.ts';
import { agentNotFound } from '../catalog.ts';
import { pageOf } from '../page.ts';
import { personal } from '../quotes.ts';
import type { World } from '../world.ts';
import type { Answers, Call } from './call.ts';

export function catalogAnswers(world: World) {
  const { catalog } = world;
  return {
    'models.put': ({ params, body }) => catalog.putModel(params.id, body),
    'models.list': ({ query }) => pageOf(catalog.models(), query, (model) => model.id),
    'agents.put': ({ params, body }) => catalog.putAgent(params.id, body),
    'agents.get': ({ params, caller }) => {
      const agent = catalog.agentsFor(caller).find(({ id }) => id === params.id);
      if (!agent) throw agentNotFound(params.id);
      return agent;
    },
    'agents.list': ({ query, caller }) => pageOf(catalog.agentsFor(caller), query, (agent) => agent.id),
    'agents.setPricing': ({ params, body, caller }) =>
      catalog.setPricing(params.id, body, (agent) => {
        // A private agent of others is not there, as it is not there to be read.
        if (!catalog.agentsFor(caller).includes(agent)) throw agentNotFound(agent.id);
        requireManager(caller, agent.orgId);
      }),
    'quotes.list': (call) => quotes(world, call),
    'packs.list': () => ({ data: [...catalog.packs] }),
  } satisfies Partial<Answers>;
}

function requireManager(caller: Caller, orgId: string): void {
  const role = caller.kind === 'session' ? caller.orgs.find(({ id }) => id === orgId)?.role : undefined;
  if (!role) throw new Problem('not_a_member', 'The agent belongs to an organization that the session does not name.');
  if (role === 'member') throw new Problem('role_required', 'Only an owner or admin may do this.');
}

/** Prices for everybody; with a session also what is left for free and how far the wallet reaches. */
function quotes(world: World, { query, caller }: Call<'quotes.list'>): ReplyOf<'quotes.list'> {
  const own = caller.kind === 'session' ? `user:${caller.userId}` : undefined;
  const payer = query.wallet === undefined ? own : walletFor(caller, query.wallet, 'read');
  const visible = new Map(world.catalog.agentsFor(caller).map((agent) => [agent.id, agent]));
  const asked = [...new Set(query.agent)];
  const found = asked.flatMap((id) => visible.get(id) ?? []).map((agent) => world.quotes.quote(agent, payer));
  const missing = asked.filter((id) => !visible.has(id));
  if (caller.kind !== 'session' || payer === undefined) return { data: found, missing };
  const { available } = world.wallets.state(payer);
  const data = found.map((quote) => {
    const freeUsed = world.charges.freeUsed(quote.agentId, caller.userId);
    return personal(quote, { freeUsed, available });
  });
  return { data, missing };
}
