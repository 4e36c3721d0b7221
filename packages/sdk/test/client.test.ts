import { afterEach, expect, test, vi } from 'vitest';
import { Kopai, KopaiError, responseOf } from '../src/index.ts';
import { at, charge, json, problem, rejection, scriptedFetch, wallet } from './scripted-fetch.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

test('amounts go out as decimal strings and come back as microcredits', async () => {
  const { fetch, requests } = scriptedFetch(json(charge));
  const kopai = new Kopai({ fetch });
  await kopai.agents.put('tutor', {
    name: 'Tutor',
    modelId: 'small',
    orgId: 'studio',
    visibility: 'public',
    addOn: 500_000n,
  });
  expect(at(requests, 0)).toMatchObject({ method: 'PUT', path: '/v1/agents/tutor' });
  expect(JSON.parse(at(requests, 0).body)).toMatchObject({ addOn: '0.5' });
  const read = await kopai.charges.get(charge.id);
  expect(read).toMatchObject({ amount: 1_500_000n, parts: { infra: 1_000_000n, addOn: 500_000n }, balanceAfter: -1n });
});

test('a bulk request gives amounts in each outcome, problems too', async () => {
  const refused = { code: 'insufficient_credits', status: 402, detail: 'Not enough.', balance: '0.1', required: '1.5' };
  const outcomes = [
    { ok: true, replayed: false, charge },
    { ok: false, problem: refused },
  ];
  const { fetch, requests } = scriptedFetch(json({ data: outcomes }));
  const message = { agentId: 'tutor', userId: 'alice', messageId: 'm1' };
  const { data } = await new Kopai({ fetch }).charges.createBatch([message, { ...message, messageId: 'm2' }]);
  expect(data).toMatchObject([
    { ok: true, charge: { amount: 1_500_000n } },
    { ok: false, problem: { required: 1_500_000n } },
  ]);
  expect(JSON.parse(at(requests, 0).body).charges).toHaveLength(2);
});

test('every noun speaks its route', async () => {
  const { fetch, requests } = scriptedFetch(json({ data: [], nextCursor: null }));
  const kopai = new Kopai({ fetch, baseUrl: 'https://credits.test/base/' });
  const urls = { successUrl: 'https://a.test/ok', cancelUrl: 'https://a.test/no' };
  await kopai.adjustments.create({ wallet: 'user:a', amount: -1_000_000n, reason: 'wrong' });
  await kopai.agents.get('a@b|c');
  await kopai.agents.list({ limit: 5 });
  await kopai.agents.setPricing('a', { addOn: 0n });
  await kopai.charges.capture('chg_1');
  await kopai.charges.release('chg_1');
  await kopai.charges.refund('chg_1');
  await kopai.keys.create({ name: 'ci', scopes: ['admin'] });
  await kopai.keys.list();
  await kopai.keys.revoke('key_1');
  await kopai.models.put('m', { name: 'M', infra: 1n });
  await kopai.models.list();
  await kopai.packs.list();
  await kopai.quotes.list({ agent: ['a', 'b+c'], wallet: 'org:x' });
  await kopai.sessions.create({ userId: 'alice', scopes: ['topup'] });
  await kopai.sessions.revoke('ses_1');
  await kopai.topups.create({ wallet: 'me', packId: 'pro', ...urls });
  await kopai.topups.get('top_1');
  await kopai.wallets.get('org:x');
  expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /base/v1/adjustments',
    'GET /base/v1/agents/a%40b%7Cc',
    'GET /base/v1/agents?limit=5',
    'PATCH /base/v1/agents/a/pricing',
    'POST /base/v1/charges/chg_1/capture',
    'POST /base/v1/charges/chg_1/release',
    'POST /base/v1/charges/chg_1/refund',
    'POST /base/v1/keys',
    'GET /base/v1/keys',
    'DELETE /base/v1/keys/key_1',
    'PUT /base/v1/models/m',
    'GET /base/v1/models',
    'GET /base/v1/packs',
    'GET /base/v1/quotes?agent=a&agent=b%2Bc&wallet=org%3Ax',
    'POST /base/v1/sessions',
    'DELETE /base/v1/sessions/ses_1',
    'POST /base/v1/topups',
    'GET /base/v1/topups/top_1',
    'GET /base/v1/wallets/org%3Ax',
  ]);
  for (const { method, headers } of requests) expect(headers.has('idempotency-key')).toBe(method === 'POST');
});

test.each(['', '.', '..'])('the id %j never turns one route into another', async (id) => {
  const { fetch, requests } = scriptedFetch(json(charge));
  expect(await rejection(new Kopai({ fetch }).agents.get(id))).toBeInstanceOf(TypeError);
  expect(requests).toHaveLength(0);
});

test('what came with a reply stands beside it, not in it', async () => {
  const headers = { 'x-request-id': 'req_9', 'idempotency-replayed': 'true' };
  const { fetch } = scriptedFetch(json(charge, { status: 201, headers }), json(charge));
  const kopai = new Kopai({ fetch });
  const made = await kopai.charges.create({ agentId: 'tutor', userId: 'alice', messageId: 'm1' });
  expect(Object.keys(made)).toEqual(Object.keys(charge));
  expect(responseOf(made)).toMatchObject({ status: 201, requestId: 'req_9', replayed: true });
  expect(responseOf(await kopai.charges.get(charge.id))).toMatchObject({ requestId: undefined, replayed: false });
  expect(() => responseOf({ ...made })).toThrow(TypeError);
});

test('the CSV of a wallet is streamed', async () => {
  const { fetch, requests } = scriptedFetch(
    () => new Response('createdAt,amount\n', { headers: { 'content-type': 'text/csv' } }),
    problem('wallet_forbidden'),
  );
  const kopai = new Kopai({ fetch });
  const stream = await kopai.wallets.transactionsCsv('org:acme', { kind: 'topup' });
  expect(await new Response(stream).text()).toBe('createdAt,amount\n');
  expect(at(requests, 0).path).toBe('/v1/wallets/org%3Aacme/transactions?kind=topup');
  expect(at(requests, 0).headers.get('accept')).toBe('text/csv');
  expect(await rejection(kopai.wallets.transactionsCsv('org:acme'))).toMatchObject({ code: 'wallet_forbidden' });
});

test('a secret key refuses to run in a browser and says why; a session runs', () => {
  vi.stubGlobal('window', globalThis);
  vi.stubGlobal('document', {});
  let error: unknown;
  try {
    new Kopai({ apiKey: 'kopai_sk_secret' });
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(KopaiError);
  expect(error).toMatchObject({ name: 'ConfigurationError', code: 'secret_key_in_browser' });
  expect(String(error)).toContain('kopai.sessions.create');
  expect(String(error)).not.toContain('kopai_sk_secret');
  expect(() => new Kopai({ session: () => Promise.reject(new Error('unused')) })).not.toThrow();
  expect(() => new Kopai()).not.toThrow();
});

test('without a base URL the page asks its own origin, a server the local default', async () => {
  const asked: string[] = [];
  const fetch: typeof globalThis.fetch = async (input) => {
    asked.push(new URL(new Request(input).url).origin);
    return json(wallet);
  };
  await new Kopai({ fetch }).wallets.get('user:a');
  vi.stubGlobal('location', { origin: 'https://shop.test' });
  await new Kopai({ fetch }).wallets.get('user:a');
  vi.stubGlobal('location', { origin: 'null' });
  await new Kopai({ fetch }).wallets.get('user:a');
  expect(asked).toEqual(['http://127.0.0.1:4242', 'https://shop.test', 'http://127.0.0.1:4242']);
});

test('no error keeps the credential where a log would print it', async () => {
  const { inspect } = await import('node:util');
  for (const answer of [new TypeError('fetch failed'), problem('internal_error')]) {
    const { fetch } = scriptedFetch(answer);
    const kopai = new Kopai({ apiKey: 'kopai_sk_topsecret', fetch, maxRetries: 0 });
    const error = await rejection(kopai.keys.list());
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('topsecret');
  }
});
