import * as z from 'zod/mini';
import type { KeyScope, SessionScope } from './access.ts';
import * as access from './access.ts';
import { activity, activityQuery } from './activity.ts';
import { auditEntry } from './audit.ts';
import * as autoTopups from './auto-topup.ts';
import * as budgets from './budgets.ts';
import * as catalog from './catalog.ts';
import * as charges from './charges.ts';
import { earnings } from './earnings.ts';
import { hostId, idOf, readable, walletOrMe } from './fields.ts';
import { pageOf, pageQuery } from './pages.ts';
import * as payouts from './payouts.ts';
import * as plans from './plans.ts';
import type { ProblemCode } from './problems.ts';
import * as quotes from './quotes.ts';
import { type EndpointName, routes } from './routes.ts';
import * as topups from './topups.ts';
import * as wallets from './wallets.ts';
import * as webhooks from './webhooks.ts';

/** Who may call an endpoint. A credential that is not named may not. */
export interface Callers {
  /** A secret key with this scope, or with `admin`. */
  readonly key?: KeyScope;
  /** A browser session with this scope; `any` for every session. */
  readonly session?: SessionScope | 'any';
  /** Nobody in particular. A valid credential may add to the answer; an invalid one is still refused. */
  readonly anyone?: true;
}

type Shape = Readonly<Record<string, z.ZodMiniType>>;

/** One row of the API's table. */
export interface Endpoint {
  readonly summary: string;
  readonly callers: Callers;
  /** Values in the path, by name. */
  readonly params?: z.ZodMiniObject<Shape>;
  readonly query?: z.ZodMiniType;
  readonly body?: z.ZodMiniType;
  readonly reply: z.ZodMiniType;
  readonly status?: 200 | 201;
  /** Problems beyond those every route can answer: a bad request, a missing credential, a rate limit. */
  readonly problems: readonly ProblemCode[];
  /**
   * How a repeated request is recognised. `key`: by `Idempotency-Key`, kept beside the answer. `cause`: by what the body names
   * (a message is charged once), which needs no second write; the key is honoured too.
   */
  readonly replay?: 'key' | 'cause';
  /** Other media types of the reply. */
  readonly alternative?: 'text/csv' | 'text/event-stream';
  /** Largest body, in bytes; `bodyBytesMost` unless said. */
  readonly bodyBytes?: number;
}

/** Largest body of a request, in bytes, unless the endpoint says otherwise: all of ours are a few hundred. */
export const bodyBytesMost = 32 * 1024;

const byHostId = z.object({ id: hostId });
const byWallet = z.object({ wallet: walletOrMe });
const chargeById = z.object({ id: idOf('charge') });
const nothing = z.strictObject({});

/** THE API AS ONE TABLE. It types the server's handlers, the SDK, the mocks and the OpenAPI document. */
export const endpoints = {
  'sessions.create': {
    summary: 'Mint a browser session',
    callers: { key: 'sessions:write' },
    body: access.sessionRequest,
    reply: access.session,
    status: 201,
    problems: [],
    replay: 'key',
  },
  'sessions.revoke': {
    summary: 'Revoke a session',
    callers: { key: 'sessions:write', session: 'any' },
    params: z.object({ id: idOf('session') }),
    reply: z.object({ id: idOf('session'), object: z.literal('session'), revoked: z.literal(true) }),
    problems: ['session_not_found'],
  },
  'keys.create': {
    summary: 'Create a secret key',
    callers: { key: 'admin' },
    body: access.apiKeyRequest,
    reply: access.newApiKey,
    status: 201,
    problems: [],
    replay: 'key',
  },
  'keys.list': {
    summary: 'List secret keys, newest first',
    callers: { key: 'admin' },
    query: z.strictObject(pageQuery),
    reply: pageOf(access.apiKey),
    problems: [],
  },
  'keys.revoke': {
    summary: 'Revoke a secret key',
    callers: { key: 'admin' },
    params: z.object({ id: idOf('apiKey') }),
    reply: access.apiKey,
    problems: ['key_not_found', 'last_admin_key'],
  },
  'models.put': {
    summary: 'Create a model or set its price',
    callers: { key: 'catalog:write' },
    params: byHostId,
    body: catalog.modelRequest,
    reply: catalog.model,
    problems: [],
  },
  'models.list': {
    summary: 'List models with their prices',
    callers: { anyone: true },
    query: z.strictObject(pageQuery),
    reply: pageOf(catalog.model),
    problems: [],
  },
  'agents.put': {
    summary: 'Create an agent or change it',
    callers: { key: 'catalog:write' },
    params: byHostId,
    body: catalog.agentRequest,
    reply: catalog.agent,
    problems: ['model_not_found', 'private_agent_add_on'],
  },
  'agents.get': {
    summary: 'Read an agent',
    callers: { anyone: true },
    params: byHostId,
    reply: catalog.agent,
    problems: ['agent_not_found'],
  },
  'agents.list': {
    summary: 'List public agents; a key or session also sees the private ones it may',
    callers: { anyone: true },
    query: z.strictObject(pageQuery),
    reply: pageOf(catalog.agent),
    problems: [],
  },
  'agents.setPricing': {
    summary: "Set the creator's part of a price",
    callers: { session: 'pricing' },
    params: byHostId,
    body: catalog.pricingRequest,
    reply: catalog.agent,
    problems: ['agent_not_found', 'role_required', 'not_a_member', 'private_agent_add_on'],
  },
  'quotes.list': {
    summary: 'Binding prices of up to 100 agents',
    callers: { anyone: true },
    query: quotes.quoteQuery,
    reply: quotes.quoteList,
    problems: ['wallet_forbidden'],
  },
  'charges.create': {
    summary: 'Charge one message, or hold for it',
    callers: { key: 'charges:write' },
    body: charges.chargeRequest,
    reply: charges.charge,
    status: 201,
    problems: [
      'agent_not_found',
      'budget_exceeded',
      'insufficient_credits',
      'not_a_member',
      'quote_expired',
      'quote_invalid',
      'wallet_in_debt',
    ],
    replay: 'cause',
  },
  'charges.createBatch': {
    summary: 'Charge up to 1,000 messages, with an outcome for each',
    callers: { key: 'charges:write' },
    body: charges.chargeBatchRequest,
    reply: charges.chargeBatch,
    problems: [],
    replay: 'cause',
    bodyBytes: 4 * 1024 * 1024,
  },
  'charges.get': {
    summary: 'Read a charge',
    callers: { key: 'charges:read' },
    params: chargeById,
    reply: charges.charge,
    problems: ['charge_not_found'],
  },
  'charges.capture': {
    summary: 'Capture a hold: the message was answered',
    callers: { key: 'charges:write' },
    params: chargeById,
    body: nothing,
    reply: charges.charge,
    problems: ['charge_not_found', 'charge_not_held'],
    replay: 'key',
  },
  'charges.release': {
    summary: 'Release a hold: the message failed',
    callers: { key: 'charges:write' },
    params: chargeById,
    body: nothing,
    reply: charges.charge,
    problems: ['charge_not_found', 'charge_not_held'],
    replay: 'key',
  },
  'charges.refund': {
    summary: 'Give back a captured charge',
    callers: { key: 'charges:write' },
    params: chargeById,
    body: nothing,
    reply: charges.charge,
    problems: ['charge_not_found', 'charge_not_refundable'],
    replay: 'key',
  },
  'wallets.get': {
    summary: 'Read a wallet',
    callers: { key: 'wallets:read', session: 'wallet:read' },
    params: byWallet,
    reply: wallets.walletState,
    problems: ['wallet_forbidden'],
  },
  'wallets.transactions': {
    summary: "A wallet's history, newest first",
    callers: { key: 'wallets:read', session: 'wallet:read' },
    params: byWallet,
    query: z.strictObject({ ...pageQuery, ...wallets.transactionFilter }),
    reply: pageOf(wallets.transaction),
    problems: ['wallet_forbidden'],
    alternative: 'text/csv',
  },
  'wallets.activity': {
    summary: 'What a wallet spent and earned, day by day',
    callers: { key: 'wallets:read', session: 'wallet:read' },
    params: byWallet,
    query: activityQuery,
    reply: activity,
    problems: ['wallet_forbidden'],
  },
  'wallets.stream': {
    summary: "A wallet's balance, live: server-sent `balance` events that resume by `Last-Event-ID`",
    callers: { session: 'wallet:read' },
    params: byWallet,
    reply: wallets.balanceEvent,
    problems: ['wallet_forbidden'],
    alternative: 'text/event-stream',
  },
  'wallets.earnings': {
    summary: "An organization's earnings as a creator",
    callers: { key: 'wallets:read', session: 'wallet:read' },
    params: byWallet,
    reply: earnings,
    problems: ['wallet_forbidden', 'organization_required'],
  },
  'budgets.put': {
    summary: "Set or lift a member's budget",
    callers: { key: 'wallets:write', session: 'topup' },
    params: z.object({ wallet: walletOrMe, userId: hostId }),
    body: budgets.budgetRequest,
    reply: budgets.budget,
    problems: ['wallet_forbidden', 'role_required', 'organization_required'],
  },
  'budgets.list': {
    summary: 'The budgets of an organization; a member sees their own',
    callers: { key: 'wallets:read', session: 'wallet:read' },
    params: byWallet,
    query: z.strictObject(pageQuery),
    reply: pageOf(budgets.budget),
    problems: ['wallet_forbidden', 'organization_required'],
  },
  'connect.start': {
    summary: "Open Stripe's hosted onboarding for an organization",
    callers: { key: 'payouts:write', session: 'payout' },
    params: byWallet,
    body: payouts.connectRequest,
    reply: payouts.connectLink,
    problems: [
      'organization_required',
      'payment_provider_error',
      'return_url_not_allowed',
      'role_required',
      'wallet_forbidden',
    ],
    replay: 'key',
  },
  'connect.get': {
    summary: "An organization's account at Stripe",
    callers: { key: 'wallets:read', session: 'wallet:read' },
    params: byWallet,
    reply: payouts.connectState,
    problems: ['organization_required', 'wallet_forbidden'],
  },
  'payouts.create': {
    summary: 'Withdraw available earnings',
    callers: { key: 'payouts:write', session: 'payout' },
    body: payouts.payoutRequest,
    reply: payouts.payout,
    status: 201,
    problems: [
      'insufficient_earnings',
      'organization_required',
      'payout_below_minimum',
      'payouts_not_enabled',
      'payouts_paused',
      'role_required',
      'wallet_forbidden',
    ],
    replay: 'key',
  },
  'payouts.get': {
    summary: 'Read a payout',
    callers: { key: 'wallets:read', session: 'wallet:read' },
    params: z.object({ id: idOf('payout') }),
    reply: payouts.payout,
    problems: ['payout_not_found'],
  },
  'payouts.list': {
    summary: "An organization's payouts, newest first",
    callers: { key: 'wallets:read', session: 'wallet:read' },
    query: z.strictObject({ ...pageQuery, wallet: walletOrMe }),
    reply: pageOf(payouts.payout),
    problems: ['organization_required', 'wallet_forbidden'],
  },
  'topups.create': {
    summary: 'Buy a pack of credits through Stripe Checkout',
    callers: { key: 'topups:write', session: 'topup' },
    body: topups.topupRequest,
    reply: topups.topup,
    status: 201,
    problems: [
      'pack_not_found',
      'payment_provider_error',
      'return_url_not_allowed',
      'role_required',
      'wallet_forbidden',
    ],
    replay: 'key',
  },
  'topups.get': {
    summary: 'Read a top-up; asks Stripe itself while it is pending',
    callers: { key: 'topups:write', session: 'wallet:read' },
    params: z.object({ id: idOf('topup') }),
    reply: topups.topup,
    problems: ['topup_not_found'],
  },
  'autoTopup.put': {
    summary: 'Switch automatic top-up on or off',
    callers: { key: 'topups:write', session: 'topup' },
    params: byWallet,
    body: autoTopups.autoTopupRequest,
    reply: autoTopups.autoTopup,
    problems: ['pack_not_found', 'role_required', 'wallet_forbidden'],
  },
  'autoTopup.get': {
    summary: 'How a wallet tops itself up',
    callers: { key: 'wallets:read', session: 'wallet:read' },
    params: byWallet,
    reply: autoTopups.autoTopup,
    problems: ['wallet_forbidden'],
  },
  'packs.list': {
    summary: 'List the packs',
    callers: { anyone: true },
    reply: z.object({ data: z.array(catalog.pack) }),
    problems: [],
  },
  'plans.list': {
    summary: 'List the plans and what each allows',
    callers: { anyone: true },
    reply: plans.planList,
    problems: [],
  },
  'subscriptions.create': {
    summary: 'Subscribe a wallet to a paid plan through Stripe Checkout',
    callers: { session: 'plan' },
    body: plans.subscriptionRequest,
    reply: plans.subscriptionCheckout,
    status: 201,
    problems: [
      'already_subscribed',
      'payment_provider_error',
      'plan_not_found',
      'return_url_not_allowed',
      'role_required',
      'wallet_forbidden',
    ],
    replay: 'key',
  },
  'portal.create': {
    summary: "Open Stripe's billing portal, to change the card or cancel",
    callers: { session: 'plan' },
    body: plans.portalRequest,
    reply: plans.portalSession,
    status: 201,
    problems: [
      'not_subscribed',
      'payment_provider_error',
      'return_url_not_allowed',
      'role_required',
      'wallet_forbidden',
    ],
    replay: 'key',
  },
  'entitlements.get': {
    summary: "What a wallet's plan allows",
    callers: { key: 'entitlements:read', session: 'wallet:read' },
    params: byWallet,
    reply: plans.entitlements,
    problems: ['wallet_forbidden'],
  },
  'entitlements.check': {
    summary: 'Whether a wallet may use a feature, in one call',
    callers: { key: 'entitlements:read' },
    body: plans.entitlementCheckRequest,
    reply: plans.entitlementCheck,
    problems: [],
    replay: 'cause',
  },
  'adjustments.create': {
    summary: 'Grant credits, or correct a balance',
    callers: { key: 'admin' },
    body: wallets.adjustmentRequest,
    reply: wallets.adjustment,
    status: 201,
    problems: ['insufficient_credits'],
    replay: 'key',
  },
  'auditLog.list': {
    summary: 'Every administrative act, newest first',
    callers: { key: 'admin' },
    query: z.strictObject({
      ...pageQuery,
      subject: z.optional(z.string().check(z.minLength(1), z.maxLength(200), readable)),
    }),
    reply: pageOf(auditEntry),
    problems: [],
  },
  'webhookEndpoints.put': {
    summary: 'Register where events are delivered, or change it',
    callers: { key: 'admin' },
    params: byHostId,
    body: webhooks.webhookEndpointRequest,
    reply: webhooks.webhookEndpoint,
    problems: ['webhook_url_not_allowed'],
  },
  'webhookEndpoints.list': {
    summary: 'List the webhook endpoints',
    callers: { key: 'admin' },
    query: z.strictObject(pageQuery),
    reply: pageOf(webhooks.webhookEndpoint),
    problems: [],
  },
  'webhookEndpoints.delete': {
    summary: 'Stop delivering to an endpoint, and forget what it was owed',
    callers: { key: 'admin' },
    params: byHostId,
    reply: z.object({ id: hostId, object: z.literal('webhook_endpoint'), deleted: z.literal(true) }),
    problems: ['webhook_endpoint_not_found'],
  },
  'webhookEndpoints.replay': {
    summary: 'Deliver again what was given up, or everything since a moment',
    callers: { key: 'admin' },
    params: byHostId,
    body: webhooks.webhookReplayRequest,
    reply: webhooks.webhookReplay,
    problems: ['webhook_endpoint_not_found'],
    replay: 'key',
  },
  'webhookEndpoints.rotate': {
    summary: 'Give an endpoint a new secret; for a while deliveries carry signatures with both',
    callers: { key: 'admin' },
    params: byHostId,
    body: webhooks.webhookSecretRequest,
    reply: webhooks.webhookEndpoint,
    problems: ['webhook_endpoint_not_found'],
    replay: 'key',
  },
} as const satisfies Record<EndpointName, Endpoint>;

export type Endpoints = typeof endpoints;

type Decoded<E, Part extends string> = E extends { readonly [P in Part]: infer Schema extends z.ZodMiniType }
  ? z.output<Schema>
  : Record<never, never>;

/** What a handler is given, decoded: amounts are `bigint`. */
export type ParamsOf<N extends EndpointName> = Decoded<Endpoints[N], 'params'>;
export type QueryOf<N extends EndpointName> = Decoded<Endpoints[N], 'query'>;
export type BodyOf<N extends EndpointName> = Decoded<Endpoints[N], 'body'>;
/** What an endpoint answers, decoded. */
export type ReplyOf<N extends EndpointName> = z.output<Endpoints[N]['reply']>;

/** A row with its method and path; rows in the order of the table. */
export function endpointList(): readonly (Endpoint & { name: EndpointName; route: string })[] {
  return (Object.keys(routes) as EndpointName[]).map((name) => ({ name, route: routes[name], ...endpoints[name] }));
}
