import type { EndpointName, ProblemCode } from '@kopai/contracts';
import { home, type Victim } from './victim.ts';

/** A request that is well formed and would do what it says, were its caller allowed to. */
export interface Attempt {
  /** What takes the place of the names in the route's path, and the query. */
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly body?: unknown;
  /** Whose it is that a session reaches for; undefined where every session with the scope may. */
  readonly wallet?: 'user:victim' | 'org:victims';
  /** What of an organization's is for its owners and admins. */
  readonly use?: 'read' | 'manage';
  /** What a stranger's session is told. */
  readonly stranger?: ProblemCode;
  /** What nobody in particular is told, where the route is open to anyone but not to all of it. */
  readonly anonymous?: ProblemCode;
}

const urls = { successUrl: `${home}/`, cancelUrl: `${home}/` };
const wallets = ['user:victim', 'org:victims'] as const;

const reading = (): Attempt[] => wallets.map((wallet) => ({ params: { wallet }, wallet, use: 'read' }));
const readingOrg = (): Attempt[] => [{ params: { wallet: 'org:victims' }, wallet: 'org:victims', use: 'read' }];
const managingOrg = (body: unknown, params = {}): Attempt[] => [
  { params: { wallet: 'org:victims', ...params }, body, wallet: 'org:victims', use: 'manage' },
];
/** The wallet stands in the body. */
const managing = (body: object): Attempt[] =>
  wallets.map((wallet) => ({ body: { wallet, ...body }, wallet, use: 'manage' }));
const byId = (id: string, body?: unknown): Attempt[] => [{ params: { id }, ...(body !== undefined && { body }) }];

const takenOver = (v: Victim) => ({
  name: 'Taken over',
  modelId: `model-of-${v.privateAgent}`,
  orgId: 'victims',
  visibility: 'public',
});

/** At least one attempt for every row of the API's table. A row without one does not compile, and fails a test. */
export const attempts: { readonly [N in EndpointName]: (victim: Victim) => readonly Attempt[] } = {
  'sessions.create': () => [
    { body: { userId: 'victim', orgs: [{ id: 'victims', role: 'owner' }], scopes: ['payout'] } },
  ],
  'sessions.revoke': (v) => [{ params: { id: v.session }, wallet: 'user:victim', stranger: 'session_not_found' }],
  'keys.create': () => [{ body: { name: 'mine', scopes: ['admin'] } }],
  'keys.list': () => [{}],
  'keys.revoke': (v) => byId(v.key),
  'models.put': (v) => byId(`model-of-${v.publicAgent}`, { name: 'Free', infra: '0' }),
  'models.list': () => [{}],
  'agents.put': (v) => byId(v.publicAgent, takenOver(v)),
  'agents.get': (v) => [
    { params: { id: v.publicAgent } },
    {
      params: { id: v.privateAgent },
      wallet: 'org:victims',
      use: 'read',
      stranger: 'agent_not_found',
      anonymous: 'agent_not_found',
    },
  ],
  'agents.list': () => [{}],
  'agents.setPricing': (v) => [
    {
      params: { id: v.publicAgent },
      body: { addOn: '0' },
      wallet: 'org:victims',
      use: 'manage',
      stranger: 'not_a_member',
    },
    {
      params: { id: v.privateAgent },
      body: { freeMessages: 1000 },
      wallet: 'org:victims',
      use: 'manage',
      stranger: 'agent_not_found',
    },
  ],
  'quotes.list': (v) => [
    { query: `agent=${v.publicAgent}` },
    ...wallets.map(
      (wallet): Attempt => ({
        query: `agent=${v.publicAgent}&wallet=${wallet}`,
        wallet,
        use: 'read',
        anonymous: 'unauthenticated',
      }),
    ),
  ],
  'charges.create': (v) => [{ body: { agentId: v.publicAgent, userId: 'victim', messageId: 'stolen' } }],
  'charges.createBatch': (v) => [
    { body: { charges: [{ agentId: v.publicAgent, userId: 'victim', messageId: 'stolen-too' }] } },
  ],
  'charges.get': (v) => byId(v.hold),
  'charges.capture': (v) => byId(v.hold, {}),
  'charges.release': (v) => byId(v.hold, {}),
  'charges.refund': (v) => byId(v.capturedCharge, {}),
  'wallets.get': reading,
  'wallets.transactions': reading,
  'wallets.activity': reading,
  'wallets.stream': reading,
  'wallets.earnings': readingOrg,
  'budgets.put': () => managingOrg({ limit: '0', period: 'day' }, { userId: 'victim' }),
  'budgets.list': readingOrg,
  'connect.start': () => managingOrg({ returnUrl: `${home}/`, refreshUrl: `${home}/` }),
  'connect.get': readingOrg,
  'payouts.create': () => [{ body: { wallet: 'org:victims', amount: '100' }, wallet: 'org:victims', use: 'manage' }],
  'payouts.get': (v) => [
    { params: { id: v.payout }, wallet: 'org:victims', use: 'read', stranger: 'payout_not_found' },
  ],
  'payouts.list': () => [{ query: 'wallet=org:victims', wallet: 'org:victims', use: 'read' }],
  'topups.create': () => managing({ packId: 'starter', ...urls }),
  'topups.get': (v) => [
    { params: { id: v.userTopup }, wallet: 'user:victim', use: 'read', stranger: 'topup_not_found' },
    { params: { id: v.orgTopup }, wallet: 'org:victims', use: 'read', stranger: 'topup_not_found' },
  ],
  'autoTopup.put': () =>
    wallets.map((wallet) => ({
      params: { wallet },
      body: { enabled: true, threshold: '1000', packId: 'pro', monthlyCap: '100000' },
      wallet,
      use: 'manage',
    })),
  'autoTopup.get': reading,
  'packs.list': () => [{}],
  'plans.list': () => [{}],
  'subscriptions.create': () => managing({ planId: 'pro', ...urls }),
  'portal.create': () => managing({ returnUrl: `${home}/` }),
  'entitlements.get': reading,
  'entitlements.check': () => [{ body: { wallet: 'user:victim', feature: 'webSearch' } }],
  'adjustments.create': () => [{ body: { wallet: 'user:victim', amount: '-1', reason: 'theft' } }],
  'auditLog.list': () => [{}],
  'webhookEndpoints.put': () => byId('hook', { url: 'http://127.0.0.1:1/stolen' }),
  'webhookEndpoints.list': () => [{}],
  'webhookEndpoints.delete': () => byId('spare-hook'),
  'webhookEndpoints.replay': () => byId('hook', {}),
  'webhookEndpoints.rotate': () => byId('hook', {}),
};
