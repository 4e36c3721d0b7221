import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { sessionScopes } from '../src/access.ts';
import { largestAmount } from '../src/amount.ts';
import { chargeBatchMost } from '../src/charges.ts';
import { endpointList, endpoints } from '../src/endpoints.ts';
import { quoteBatchMost } from '../src/quotes.ts';

const message = { agentId: 'tutor', userId: 'alice', messageId: 'm1' };
const urls = { successUrl: 'https://shop.test/ok', cancelUrl: 'http://localhost:3000/no' };

/** A body that each endpoint accepts. */
const bodies = {
  'sessions.create': { userId: 'alice', orgs: [{ id: 'acme', role: 'owner' }], scopes: ['topup'] },
  'keys.create': { name: 'ci', scopes: ['charges:write'] },
  'models.put': { name: 'Small', infra: '1' },
  'agents.put': {
    name: 'Tutor',
    modelId: 'small',
    orgId: 'studio',
    visibility: 'public',
    addOn: '0.5',
    freeMessages: 3,
  },
  'agents.setPricing': { addOn: '0.5', freeMessages: 0 },
  'charges.create': { ...message, orgId: 'acme', quote: 'token', capture: false },
  'charges.createBatch': { charges: [message] },
  'charges.capture': {},
  'charges.release': {},
  'charges.refund': {},
  'budgets.put': { limit: '12.5', period: 'week' },
  'connect.start': { returnUrl: 'https://shop.test/ok', refreshUrl: 'https://shop.test/again' },
  'payouts.create': { wallet: 'org:acme', amount: '100' },
  'topups.create': { wallet: 'me', packId: 'starter', ...urls, uiMode: 'embedded', saveCard: true },
  'autoTopup.put': { enabled: true, threshold: '5', packId: 'starter', monthlyCap: '200' },
  'subscriptions.create': { wallet: 'me', planId: 'pro', ...urls },
  'portal.create': { wallet: 'me', returnUrl: 'https://shop.test/ok' },
  'entitlements.check': { wallet: 'user:alice', feature: 'webSearch', quantity: 2, bytes: 100 },
  'adjustments.create': { wallet: 'user:alice', amount: '-1.5', reason: 'A correction' },
  'webhookEndpoints.put': { url: 'https://app.test/hooks', events: ['charge.captured'], enabled: true },
  'webhookEndpoints.replay': { since: '2026-01-01T00:00:00.000Z' },
  'webhookEndpoints.rotate': { overlapHours: 1 },
} as const satisfies Partial<Record<keyof typeof endpoints, unknown>>;

/** Members where null says something. */
const nullable = new Set(['budgets.put.limit']);

type WithBody = keyof typeof bodies;

const names = Object.keys(bodies) as WithBody[];
const accepts = (name: WithBody, body: unknown) => z.safeParse(endpoints[name].body, body).success;

test('each endpoint with a body has an example here', () => {
  expect(
    endpointList()
      .filter(({ body }) => body)
      .map(({ name }) => name),
  ).toEqual(names);
});

describe.each(names)('%s', (name) => {
  const body: Record<string, unknown> = bodies[name];

  test('takes its example, and no member it does not know', () => {
    expect(accepts(name, body)).toBe(true);
    expect(accepts(name, { ...body, isAdmin: true })).toBe(false);
    expect(accepts(name, JSON.parse(`{"__proto__": {}, ${JSON.stringify(body).slice(1)}`.replace(', }', '}')))).toBe(
      false,
    );
  });

  test('takes an object and nothing else', () => {
    for (const other of [null, [], 'text', 7, true, undefined]) expect(accepts(name, other)).toBe(false);
  });

  test('takes no member of another type', () => {
    for (const member of Object.keys(body)) {
      const none = nullable.has(`${name}.${member}`) ? [] : [null];
      for (const other of [...none, { toString: 'x' }, 1.5, ''])
        expect(accepts(name, { ...body, [member]: other })).toBe(false);
    }
  });
});

const amounts = [
  ['models.put', 'infra'],
  ['agents.put', 'addOn'],
  ['agents.setPricing', 'addOn'],
  ['adjustments.create', 'amount'],
] as const;

describe.each(amounts)('%s: %s', (name, member) => {
  const taken = (value: unknown) => accepts(name, { ...bodies[name], [member]: value });

  test('is a decimal string of credits within its bounds', () => {
    for (const value of [0.5, 1, 5n, '1.0000001', '1e3', '1,5', ' 1', 'NaN', '', null])
      expect(taken(value)).toBe(false);
    expect(taken('1000000000')).toBe(true);
    expect(taken('1000000000.000001')).toBe(false);
    expect(taken('-0.5')).toBe(name === 'adjustments.create');
    expect(taken('-1000000000.000001')).toBe(false);
  });

  test('decodes to microcredits', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: largestAmount }), (amount) => {
        const decoded: unknown = z.decode(endpoints[name].body, {
          ...bodies[name],
          [member]: `${amount / 1_000_000n}.${String(amount % 1_000_000n).padStart(6, '0')}`,
        } as never);
        expect(decoded).toMatchObject({ [member]: amount });
      }),
    );
  });
});

test('an adjustment moves something and says why', () => {
  const { 'adjustments.create': body } = bodies;
  expect(accepts('adjustments.create', { ...body, amount: '0' })).toBe(false);
  expect(accepts('adjustments.create', { ...body, amount: '-0.000' })).toBe(false);
  expect(accepts('adjustments.create', { ...body, reason: '   ' })).toBe(false);
  expect(accepts('adjustments.create', { ...body, wallet: 'me' })).toBe(false);
});

test('lists are bounded', () => {
  const charges = (count: number) => ({ charges: Array.from({ length: count }, () => message) });
  expect(
    [0, 1, chargeBatchMost, chargeBatchMost + 1].map((count) => accepts('charges.createBatch', charges(count))),
  ).toEqual([false, true, true, false]);
  const org = { id: 'acme', role: 'member' };
  const orgs = (count: number) => ({ userId: 'alice', orgs: Array.from({ length: count }, () => org) });
  expect([100, 101].map((count) => accepts('sessions.create', orgs(count)))).toEqual([true, false]);
  expect(accepts('sessions.create', { userId: 'alice', scopes: [...sessionScopes, 'topup'] })).toBe(false);
  expect(accepts('keys.create', { name: 'none', scopes: [] })).toBe(false);

  const quotes = (count: number) =>
    z.safeParse(endpoints['quotes.list'].query, { agent: Array.from({ length: count }, (_, i) => `a${i}`) }).success;
  expect([quoteBatchMost, quoteBatchMost + 1].map(quotes)).toEqual([true, false]);
});

test('one agent in a query is a list of one', () => {
  expect(z.decode(endpoints['quotes.list'].query, { agent: 'tutor' })).toEqual({ agent: ['tutor'] });
});

test('a page is 1 to 100 rows long', () => {
  const takes = (limit: unknown) => z.safeParse(endpoints['models.list'].query, { limit }).success;
  expect(['1', '100'].map(takes)).toEqual([true, true]);
  expect(['0', '101', '-1', '1.5', 'all', '', 20].map(takes)).toEqual(Array(7).fill(false));
});

test('a history is asked for by moments in UTC and by known kinds', () => {
  const takes = (query: unknown) => z.safeParse(endpoints['wallets.transactions'].query, query).success;
  expect(takes({ kind: 'topup', from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00.000Z' })).toBe(true);
  for (const query of [{ kind: 'theft' }, { from: '2026-01-01' }, { to: 'yesterday' }, { sort: 'up' }]) {
    expect(takes(query)).toBe(false);
  }
});

test.each(['', ' ', 'a b', 'a/b', 'a?b', 'a#b', '.', '..', 'é', 'x'.repeat(129), "a'b", 'a%2Fb', 'a\u0000'])(
  'a host names nothing %j',
  (id) => {
    expect(accepts('charges.create', { ...message, messageId: id })).toBe(false);
    expect(accepts('adjustments.create', { ...bodies['adjustments.create'], wallet: `user:${id}` })).toBe(
      id === '.' || id === '..',
    );
  },
);

test.each(['javascript:alert(1)', 'ftp://a.test/', '/relative', 'https://', `https://a.test/${'x'.repeat(2048)}`])(
  'nobody comes back to %s',
  (url) => {
    expect(accepts('topups.create', { ...bodies['topups.create'], successUrl: url })).toBe(false);
  },
);

test.each(['user:', 'alice', 'team:a', 'user:a/b', 'USER:a', 'org:a b'])('%j is not a wallet', (wallet) => {
  expect(accepts('topups.create', { ...bodies['topups.create'], wallet })).toBe(false);
});
