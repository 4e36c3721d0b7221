import { pageLimitDefault } from '@kopai/contracts';
import { type Caller, callerName, requireManager, walletFor } from '../../access/index.ts';
import {
  type AgentViewer,
  agentNotFound,
  agentsById,
  listAgents,
  listModels,
  mayView,
  personal,
  putAgent,
  putModel,
  setPricing,
} from '../../catalog/index.ts';
import { freeMessagesUsed } from '../../charges/index.ts';
import { walletState } from '../../wallets/index.ts';
import type { Handlers } from '../call.ts';
import { pageOf, positionOf } from '../cursor.ts';
import type { Services } from '../services.ts';

type CatalogHandlers = Pick<
  Handlers,
  | 'models.put'
  | 'models.list'
  | 'agents.put'
  | 'agents.get'
  | 'agents.list'
  | 'agents.setPricing'
  | 'quotes.list'
  | 'packs.list'
>;

/** How long a price may be shown without asking again, in seconds; its quote is good for at least ten minutes. */
const publicCache = 'public, max-age=30, stale-while-revalidate=300';
const personalCache = 'private, no-cache';

export const catalogHandlers = (services: Services): CatalogHandlers => ({
  'models.put': ({ params, body, caller }) =>
    putModel(services, { id: params.id, ...body, changedBy: callerName(caller) }),
  'models.list': async ({ query }) => {
    const limit = query.limit ?? pageLimitDefault;
    const models = await listModels(services.pool, { limit, after: positionOf(query.cursor) ?? '' });
    return pageOf(models, limit, (model) => model.id);
  },
  'agents.put': ({ params, body, caller }) =>
    putAgent(
      services,
      { ...body, id: params.id, addOn: body.addOn ?? 0n, freeMessages: body.freeMessages ?? 0 },
      callerName(caller),
    ),
  'agents.get': async ({ params, caller }) => {
    const agent = (await agentsById(services.pool, [params.id])).get(params.id);
    if (!agent || !mayView(viewerOf(caller), agent)) throw agentNotFound(params.id);
    return agent;
  },
  'agents.list': async ({ query, caller }) => {
    const limit = query.limit ?? pageLimitDefault;
    const after = positionOf(query.cursor) ?? '';
    return pageOf(await listAgents(services.pool, viewerOf(caller), { limit, after }), limit, (agent) => agent.id);
  },
  'agents.setPricing': ({ params, body, caller }) =>
    setPricing(services, { id: params.id, ...body, changedBy: callerName(caller) }, (agent) => {
      // A private agent of others is not there, as it is not there to be read.
      if (!mayView(viewerOf(caller), agent)) throw agentNotFound(agent.id);
      requireManager(caller, agent.orgId);
    }),
  'quotes.list': quotesHandler(services),
  'packs.list': async ({ header }) => {
    header('Cache-Control', publicCache);
    return { data: [...services.packs] };
  },
});

/** Prices for everybody; with a session also what is left for free and how far the wallet reaches. */
function quotesHandler({ pool, quotes }: Services): CatalogHandlers['quotes.list'] {
  return async ({ query, caller, header }) => {
    const payer = payerShown(caller, query.wallet);
    header('Cache-Control', caller.kind === 'anonymous' ? publicCache : personalCache);
    header('Vary', 'Authorization, Origin');
    const asked = [...new Set(query.agent)];
    const found = await agentsById(pool, asked);
    const viewer = viewerOf(caller);
    const visible = asked.flatMap((id) => {
      const agent = found.get(id);
      return agent && mayView(viewer, agent) ? [agent] : [];
    });
    const data = await Promise.all(visible.map((agent) => quotes.quote(agent, { payer })));
    const seen = new Set(visible.map((agent) => agent.id));
    const missing = asked.filter((id) => !seen.has(id));
    if (caller.kind !== 'session' || payer === undefined) return { data, missing };
    const [used, wallet] = await Promise.all([freeMessagesUsed(pool, caller.userId, asked), walletState(pool, payer)]);
    return {
      data: data.map((quote) =>
        personal(quote, { freeUsed: used.get(quote.agentId) ?? 0, available: wallet.available }),
      ),
      missing,
    };
  };
}

/** Whose wallet a quote is shown against: the one asked for, else the session's own user. */
function payerShown(caller: Caller, wallet: string | undefined): string | undefined {
  if (wallet !== undefined) return walletFor(caller, wallet, 'read');
  return caller.kind === 'session' ? `user:${caller.userId}` : undefined;
}

const viewerOf = (caller: Caller): AgentViewer =>
  caller.kind === 'key'
    ? { all: true }
    : { all: false, orgIds: caller.kind === 'session' ? caller.orgs.map((org) => org.id) : [] };
