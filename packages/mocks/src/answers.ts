import {
  type BodyOf,
  type EndpointName,
  type Endpoints,
  type ParamsOf,
  Problem,
  type QueryOf,
  type ReplyOf,
} from '@kopai/contracts';
import { type Caller, nameOf, walletFor } from './access.ts';
import { balanceStream } from './balance-stream.ts';
import { agentNotFound } from './catalog.ts';
import type { Ending } from './charges.ts';
import { csvOf } from './csv.ts';
import { pageOf } from './page.ts';
import { payoutNotFound } from './payouts.ts';
import { personal } from './quotes.ts';
import { topupNotFound } from './topups.ts';
import type { World } from './world.ts';

/** A decoded request. */
export interface Call<N extends EndpointName> {
  readonly params: ParamsOf<N>;
  readonly query: QueryOf<N>;
  readonly body: BodyOf<N>;
  readonly caller: Caller;
  readonly idempotencyKey: string | undefined;
  /** Says that the reply is the one to an earlier request. */
  readonly markReplayed: () => void;
}

/** What each endpoint replies. An endpoint of the table that has no answer does not compile. */
export type Answers = { readonly [N in EndpointName]: (call: Call<N>) => ReplyOf<N> };

type WithAlternative = {
  [N in EndpointName]: Endpoints[N] extends { readonly alternative: string } ? N : never;
}[EndpointName];

/** Replies that are not JSON. */
export type Alternatives = { readonly [N in WithAlternative]: (call: Call<N>, request: Request) => Response };

export const answersOf = (world: World): Answers => ({
  ...accessAnswers(world),
  ...catalogAnswers(world),
  ...chargeAnswers(world),
  ...walletAnswers(world),
  ...organizationAnswers(world),
  ...webhookAnswers(world),
  ...payoutAnswers(world),
  ...planAnswers(world),
  ...autoTopupAnswers(world),
  'auditLog.list': ({ query }) => pageOf(world.audit.list(query.subject), query, (entry) => entry.id),
});

function accessAnswers({ access }: World) {
  return {
    'sessions.create': ({ body }) => access.createSession(body),
    'sessions.revoke': ({ caller, params }) => {
      access.revokeSession(caller, params.id);
      return { id: params.id, object: 'session', revoked: true };
    },
    'keys.create': ({ body }) => access.createKey(body),
    'keys.list': ({ query }) => pageOf(access.keys(), query, (key) => key.id),
    'keys.revoke': ({ params }) => access.revokeKey(params.id),
  } satisfies Partial<Answers>;
}

function catalogAnswers(world: World) {
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
      catalog.setPricing(params.id, body, ({ orgId }) => requireManager(caller, orgId)),
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

function chargeAnswers({ charges }: World) {
  const end =
    (ending: Ending) =>
    ({ params }: { readonly params: { readonly id: string } }) =>
      charges.end(params.id, ending);
  return {
    'charges.create': ({ body, idempotencyKey, markReplayed }) => {
      const { charge, replayed } = charges.create(body, idempotencyKey);
      if (replayed) markReplayed();
      return charge;
    },
    'charges.createBatch': ({ body, idempotencyKey }) => ({ data: charges.createBatch(body.charges, idempotencyKey) }),
    'charges.get': ({ params }) => charges.get(params.id),
    'charges.capture': end('capture'),
    'charges.release': end('release'),
    'charges.refund': end('refund'),
  } satisfies Partial<Answers>;
}

function walletAnswers(world: World) {
  const { wallets, topups, catalog } = world;
  return {
    'wallets.get': ({ params, caller }) => {
      const wallet = walletFor(caller, params.wallet, 'read');
      const { enabled, threshold, packId, monthlyCap } = world.autoTopups.get(wallet);
      const autoTopup = enabled ? { enabled, threshold, packId, monthlyCap } : null;
      return { ...wallets.state(wallet), plan: world.plans.entitlements(wallet).planId, autoTopup };
    },
    'wallets.transactions': ({ params, query, caller }) => {
      const lines = wallets.history(walletFor(caller, params.wallet, 'read'), query);
      return pageOf(lines, query, (line) => line.seq);
    },
    'wallets.activity': ({ params, query, caller }) =>
      world.activity(walletFor(caller, params.wallet, 'read'), query.days, query.timezone),
    'wallets.stream': ({ params, caller }) => wallets.state(walletFor(caller, params.wallet, 'read')),
    'topups.create': ({ body, caller }) => {
      const wallet = walletFor(caller, body.wallet, 'manage');
      const pack = catalog.packs.find(({ id }) => id === body.packId);
      if (!pack) throw new Problem('pack_not_found', `There is no pack ${JSON.stringify(body.packId)}.`);
      return topups.create({ ...body, wallet, pack });
    },
    'topups.get': ({ params, caller }) => {
      const topup = topups.look(params.id);
      if (!reaches(caller, topup.wallet)) throw topupNotFound(topup.id);
      return topup;
    },
    'adjustments.create': ({ body, caller }) => world.adjust(body.wallet, body.amount, body.reason, nameOf(caller)),
  } satisfies Partial<Answers>;
}

function organizationAnswers({ organizations }: World) {
  return {
    'wallets.earnings': ({ params, caller }) => organizations.earnings(organizationOf(caller, params.wallet, 'read')),
    'budgets.put': ({ params, body, caller }) =>
      organizations.setBudget(organizationOf(caller, params.wallet, 'manage'), params.userId, body),
    'budgets.list': ({ params, query, caller }) => {
      const orgId = organizationOf(caller, params.wallet, 'read');
      const isMember =
        caller.kind === 'session' && caller.orgs.some(({ id, role }) => id === orgId && role === 'member');
      const budgets = organizations.budgets(orgId).filter(({ userId }) => !isMember || userId === caller.userId);
      return pageOf(budgets, query, (budget) => budget.userId);
    },
  } satisfies Partial<Answers>;
}

function webhookAnswers({ webhookEndpoints }: World) {
  return {
    'webhookEndpoints.put': ({ params, body }) => webhookEndpoints.put(params.id, body),
    'webhookEndpoints.list': ({ query }) => pageOf(webhookEndpoints.list(), query, (endpoint) => endpoint.id),
    'webhookEndpoints.delete': ({ params }) => {
      webhookEndpoints.delete(params.id);
      return { id: params.id, object: 'webhook_endpoint', deleted: true };
    },
    'webhookEndpoints.replay': ({ params }) => {
      webhookEndpoints.require(params.id);
      return { object: 'webhook_replay', deliveries: 0 };
    },
  } satisfies Partial<Answers>;
}

function payoutAnswers({ organizations, payouts }: World) {
  return {
    'connect.start': ({ params, body, caller }) => payouts.start(organizationOf(caller, params.wallet, 'manage'), body),
    'connect.get': ({ params, caller }) => payouts.state(organizationOf(caller, params.wallet, 'read')),
    'payouts.create': ({ body, caller }) => {
      const orgId = organizationOf(caller, body.wallet, 'manage');
      return payouts.create(orgId, body.amount, organizations.earnings(orgId).available);
    },
    'payouts.get': ({ params, caller }) => {
      const payout = payouts.get(params.id);
      if (!reaches(caller, payout.wallet)) throw payoutNotFound(params.id);
      return payout;
    },
    'payouts.list': ({ query, caller }) =>
      pageOf(payouts.list(organizationOf(caller, query.wallet, 'read')), query, (payout) => payout.id),
  } satisfies Partial<Answers>;
}

function planAnswers({ plans }: World) {
  return {
    'plans.list': () => ({ data: [...plans.plans], features: [...plans.features] }),
    'subscriptions.create': ({ body, caller }) => plans.subscribe(walletFor(caller, body.wallet, 'manage'), body),
    'portal.create': ({ body, caller }) => plans.portal(walletFor(caller, body.wallet, 'manage'), body),
    'entitlements.get': ({ params, caller }) => plans.entitlements(walletFor(caller, params.wallet, 'read')),
    'entitlements.check': ({ body }) => plans.check(body),
  } satisfies Partial<Answers>;
}

function autoTopupAnswers({ autoTopups }: World) {
  return {
    'autoTopup.put': ({ params, body, caller }) => autoTopups.put(walletFor(caller, params.wallet, 'manage'), body),
    'autoTopup.get': ({ params, caller }) => autoTopups.get(walletFor(caller, params.wallet, 'read')),
  } satisfies Partial<Answers>;
}

function organizationOf(caller: Caller, named: string, use: 'read' | 'manage'): string {
  const wallet = walletFor(caller, named, use);
  if (wallet.startsWith('org:')) return wallet.slice('org:'.length);
  throw new Problem('organization_required', `${wallet} is a person's wallet.`);
}

function reaches(caller: Caller, wallet: string): boolean {
  try {
    return walletFor(caller, wallet, 'read') === wallet;
  } catch {
    return false;
  }
}

export const alternativesOf = (world: World): Alternatives => ({
  'wallets.transactions': ({ params, query, caller }) => {
    const wallet = walletFor(caller, params.wallet, 'read');
    const name = `${wallet.replace(/[^A-Za-z0-9_-]/g, '-')}-transactions.csv`;
    return new Response(csvOf(world.wallets.history(wallet, query)), {
      headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="${name}"` },
    });
  },
  'wallets.stream': ({ params, caller }, request) =>
    balanceStream(world, walletFor(caller, params.wallet, 'read'), request),
});
