import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from './database.ts';
import { type RunningServer, runServer } from './running-server.ts';

describe('bad input', () => {
  let database: TestDatabase;
  let server: RunningServer;
  let before: string;

  /** Everything that a request could have left behind. */
  const traces = async () => {
    const tables = [
      'ledger_transactions',
      'ledger_entries',
      'ledger_accounts',
      'charges',
      'free_messages',
      'topups',
      'agents',
      'agent_prices',
      'models',
      'sessions',
      'idempotency_keys',
      'stripe_events',
      'audit_log',
    ];
    const rows = await database.pool.query(
      tables.map((table) => `select '${table}' as name, count(*)::int from ${table}`).join(' union all '),
    );
    return JSON.stringify(rows);
  };
  const send = async (route: string, body: unknown, headers: Record<string, string> = {}) => {
    const response = await server.call(route, { token: server.secretKey, body, headers });
    const problem = await response.json();
    expect(response.headers.get('Content-Type')).toMatch(/^application\/problem\+json/);
    expect(response.headers.get('X-Should-Retry')).toBe('false');
    expect(problem).toMatchObject({
      status: response.status,
      type: expect.stringMatching(/^https:/),
      title: expect.any(String),
      detail: expect.any(String),
      requestId: response.headers.get('X-Request-Id'),
    });
    return problem;
  };
  const paths = (problem: { errors: { path: string }[] }) => problem.errors.map(({ path }) => path);

  beforeAll(async () => {
    database = await freshDatabase();
    server = await runServer(database);
    await server.kopai.models.put('model', { name: 'Model', infra: 1n });
    await server.kopai.wallets.get('user:warm');
    before = await traces();
  });
  afterAll(async () => expect(await traces(), 'a refusal leaves no trace').toBe(before));

  const adjustment = { wallet: 'user:alice', amount: '1', reason: 'test' };

  test.each([
    ['over-precise', '0.0000001'],
    ['with an exponent', '1e3'],
    ['with a sign', '+1'],
    ['with a comma', '1,5'],
    ['empty', ''],
    ['a word', 'NaN'],
    ['hexadecimal', '0x10'],
    ['padded', ' 1'],
    ['a number, not a string', 12.5],
    ['null', null],
    ['too large', '1000000001'],
    ['zero', '0'],
  ])('an amount that is %s is refused', async (_name, amount) => {
    const problem = await send('POST /v1/adjustments', { ...adjustment, amount });
    expect([problem.code, paths(problem)]).toEqual(['invalid_request', ['body.amount']]);
  });

  test('a negative price is refused', async () => {
    expect(await send('PUT /v1/models/model', { name: 'M', infra: '-1' })).toMatchObject({
      code: 'invalid_request',
      errors: [{ path: 'body.infra', message: 'must not be negative' }],
    });
  });

  test('an add-on on a private agent is refused by its own name', async () => {
    const agent = { name: 'A', modelId: 'model', orgId: 'acme', visibility: 'private', addOn: '0.5' };
    expect(await send('PUT /v1/agents/a', agent)).toMatchObject({
      code: 'private_agent_add_on',
      status: 422,
      agentId: 'a',
    });
  });

  test('an unknown model, agent, charge, top-up, pack', async () => {
    const agent = { name: 'A', modelId: 'nothing', orgId: 'acme', visibility: 'public' };
    expect((await send('PUT /v1/agents/a', agent)).code).toBe('model_not_found');
    expect((await send('POST /v1/charges', { agentId: 'gone', userId: 'u', messageId: 'm' })).code).toBe(
      'agent_not_found',
    );
    expect((await send('POST /v1/charges/chg_00000000000000000000000000/capture', {})).code).toBe('charge_not_found');
    const back = { successUrl: 'http://localhost/', cancelUrl: 'http://localhost/' };
    expect((await send('POST /v1/topups', { wallet: 'user:u', packId: 'gone', ...back })).code).toBe('pack_not_found');
  });

  test('what is missing, misspelt or of the wrong kind is named, all at once', async () => {
    const problem = await send('POST /v1/charges', { agentId: 7, userId: 'a b', message: 'm', capture: 'yes' });
    expect(problem.code).toBe('invalid_request');
    expect(paths(problem).sort()).toEqual([
      'body.agentId',
      'body.capture',
      'body.message',
      'body.messageId',
      'body.userId',
    ]);
  });

  test.each(['alice', 'team:acme', 'user:', 'user:a b', 'user:a/b', 'org:../x', `user:${'a'.repeat(129)}`])(
    'a wallet named %s is refused',
    async (wallet) => {
      expect(paths(await send('POST /v1/adjustments', { ...adjustment, wallet }))).toEqual(['body.wallet']);
    },
  );

  test('`me` needs a session', async () => {
    const response = await server.call('GET /v1/wallets/me', { token: server.secretKey });
    expect((await response.json()).code).toBe('invalid_request');
  });

  test('broken JSON, JSON that is no object, another media type, another charset', async () => {
    expect((await send('POST /v1/adjustments', '{"wallet": ')).code).toBe('malformed_json');
    expect((await send('POST /v1/adjustments', '"text"')).code).toBe('malformed_json');
    expect((await send('POST /v1/adjustments', '[]')).code).toBe('invalid_request');
    expect(
      (await send('POST /v1/adjustments', 'wallet=1', { 'Content-Type': 'application/x-www-form-urlencoded' })).code,
    ).toBe('unsupported_media_type');
    expect(
      (await send('POST /v1/adjustments', '{}', { 'Content-Type': 'application/json; charset=latin1' })).code,
    ).toBe('unsupported_media_type');
  });

  test('an oversize body', async () => {
    expect(await send('POST /v1/adjustments', { ...adjustment, reason: 'x'.repeat(40_000) })).toMatchObject({
      code: 'body_too_large',
      status: 413,
    });
  });

  test('too many in one batch, too many ids in one query', async () => {
    const charges = Array.from({ length: 1_001 }, (_, i) => ({ agentId: 'a', userId: 'u', messageId: `m${i}` }));
    expect(paths(await send('POST /v1/charges/batch', { charges }))).toEqual(['body.charges']);
    const ids = Array.from({ length: 101 }, (_, i) => `agent=a${i}`).join('&');
    const response = await server.call(`GET /v1/quotes?${ids}`);
    expect(paths(await response.json())).toEqual(['query.agent']);
  });

  test.each(['limit=0', 'limit=101', 'limit=ten', 'cursor=nonsense', 'kind=everything', 'from=yesterday', 'offset=3'])(
    'a query with %s is refused',
    async (query) => {
      const response = await server.call(`GET /v1/wallets/user:x/transactions?${query}`, { token: server.secretKey });
      expect(paths(await response.json())).toEqual([`query.${query.split('=')[0]}`]);
    },
  );

  test('an unreadable Idempotency-Key', async () => {
    for (const key of ['with space', 'x'.repeat(256)]) {
      expect(paths(await send('POST /v1/adjustments', adjustment, { 'Idempotency-Key': key }))).toEqual([
        'header.Idempotency-Key',
      ]);
    }
  });

  test('no such route, no such method, a path that cannot be decoded', async () => {
    const bare = async (route: string) => {
      const response = await server.call(route, { token: server.secretKey });
      return { code: (await response.json()).code, allow: response.headers.get('Allow') };
    };
    expect(await bare('GET /v1/nothing')).toMatchObject({ code: 'route_not_found' });
    expect(await bare('DELETE /v1/charges')).toEqual({ code: 'method_not_allowed', allow: 'POST' });
    expect(await bare('GET /v1/wallets/%E0%A4%A')).toMatchObject({ code: 'route_not_found' });
  });

  test('an insane X-Request-Id is replaced, a sane one echoed', async () => {
    const idOf = async (sent: string) =>
      (await server.call('GET /v1/packs', { headers: { 'X-Request-Id': sent } })).headers.get('X-Request-Id');
    expect(await idOf('my-request-0001')).toBe('my-request-0001');
    expect(await idOf('<script>alert(1)</script>')).toMatch(/^req_/);
  });

  test('a credential that is none', async () => {
    for (const header of ['Basic abc', 'Bearer', 'Bearer a b', `Bearer ${'x'.repeat(600)}`]) {
      const response = await server.call('GET /v1/keys', { headers: { Authorization: header } });
      expect([response.status, (await response.json()).code]).toEqual([401, 'unauthenticated']);
      expect(response.headers.get('WWW-Authenticate')).toBe('Bearer');
    }
  });

  test('prototype pollution is just an unknown member', async () => {
    const problem = await send(
      'POST /v1/adjustments',
      '{"wallet":"user:a","amount":"1","reason":"r","__proto__":{"admin":true},"constructor":1}',
    );
    expect(problem.code).toBe('invalid_request');
    expect(Object.prototype).not.toHaveProperty('admin');
  });
});
