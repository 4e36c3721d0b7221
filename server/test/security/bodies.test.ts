import { gzipSync } from 'node:zlib';
import { bodyBytesMost, endpointList, splitRoute } from '@kopai/contracts';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Writes, watchWrites } from '../../fuzz/writes.ts';
import { freshDatabase } from '../database.ts';
import { type RunningServer, runServer } from '../running-server.ts';

const withBody = endpointList()
  .filter(({ body }) => body !== undefined)
  .map(({ route, callers, bodyBytes = bodyBytesMost }) => ({ route, callers, bodyBytes }));

/** Ids that every route's path accepts. */
const filled = (route: string) => {
  const { method, path } = splitRoute(route);
  const id = /charges\/\{id\}/.test(path) ? `chg_${'0'.repeat(26)}` : 'any';
  return `${method} ${path.replace('{wallet}', 'user:any').replace('{id}', id).replace('{userId}', 'any')}`;
};

describe('a body', () => {
  let server: RunningServer;
  let writes: Writes;
  let before: string;
  let session: string;

  beforeAll(async () => {
    const database = await freshDatabase();
    server = await runServer(database);
    const scopes = ['wallet:read', 'topup', 'payout', 'plan', 'pricing'] as const;
    session = (await server.kopai.sessions.create({ userId: 'any', orgs: [], scopes: [...scopes] })).token;
    writes = await watchWrites(database.pool);
    before = await writes.mark();
  });

  /** Sends a body to a route as somebody who may call it. */
  const send = async (
    { route, callers }: (typeof withBody)[number],
    body: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = {},
  ) => {
    const [method = '', path = ''] = filled(route).split(' ');
    const response = await fetch(server.url + path, {
      method,
      headers: {
        'Content-Type': 'application/json',
        Authorization: `Bearer ${callers.key === undefined ? session : server.secretKey}`,
        ...headers,
      },
      body,
    });
    return { status: response.status, code: (await response.json()).code };
  };

  describe.each(withBody)('of $route', (row) => {
    test('that is too large is not read to its end, plain or unpacked', async () => {
      const large = `{"x":"${'x'.repeat(row.bodyBytes)}"}`;
      expect(await send(row, large)).toEqual({ status: 413, code: 'body_too_large' });
      const bomb = gzipSync(`{"x":"${'x'.repeat(8 * 1024 * 1024)}"}`);
      expect(bomb.length).toBeLessThan(bodyBytesMost);
      expect(await send(row, bomb, { 'Content-Encoding': 'gzip' })).toEqual({ status: 413, code: 'body_too_large' });
    });

    test('that is nested thousands deep is refused as any other that does not fit', async () => {
      const deep = Math.floor(row.bodyBytes / 8);
      for (const body of [
        `{"x":${'['.repeat(deep)}${']'.repeat(deep)}}`,
        `${'{"x":'.repeat(deep / 4)}1${'}'.repeat(deep / 4)}`,
      ]) {
        expect(await send(row, body)).toEqual({ status: 400, code: 'invalid_request' });
      }
    });

    test('that would change the prototype of objects is refused, and changes none', async () => {
      for (const body of [
        '{"__proto__":{"admin":true}}',
        '{"constructor":{"prototype":{"admin":true}}}',
        '{"prototype":{"admin":true}}',
        '[{"__proto__":{"admin":true}}]',
      ]) {
        expect(await send(row, body)).toEqual({ status: 400, code: 'invalid_request' });
      }
      expect(Object.prototype).not.toHaveProperty('admin');
      expect(({} as { admin?: boolean }).admin).toBeUndefined();
    });

    test('that is something else than it says is refused', async () => {
      expect(await send(row, 'not packed', { 'Content-Encoding': 'gzip' })).toEqual({
        status: 400,
        code: 'malformed_json',
      });
      expect(await send(row, '{}', { 'Content-Encoding': 'secret' })).toEqual({
        status: 415,
        code: 'unsupported_media_type',
      });
      expect(await send(row, '{}', { 'Content-Type': 'text/plain' })).toEqual({
        status: 415,
        code: 'unsupported_media_type',
      });
      expect(await send(row, '{"x":1,}')).toEqual({ status: 400, code: 'malformed_json' });
    });
  });

  test('refused in all these ways left nothing behind', async () => {
    expect(await writes.mark()).toBe(before);
  });

  describe.each([
    ['a right-to-left override', '\u202e'],
    ['an embedding', '\u202a'],
    ['an isolate', '\u2067'],
    ['the end of an isolate', '\u2069'],
    ['a zero byte', '\0'],
    ['an escape of a terminal', '\u001b[2J'],
    ['a line break', '\n'],
    ['half of a character', '\ud83d'],
  ])('a text that others read, with %s in it,', (_what, odd) => {
    const text = `Refund${odd}gnp.exe`;
    test.each([
      ['PUT /v1/models/any', { name: text, infra: '1' }],
      ['PUT /v1/agents/any', { name: text, modelId: 'any', orgId: 'any', visibility: 'public' }],
      ['POST /v1/keys', { name: text, scopes: ['charges:read'] }],
      ['POST /v1/adjustments', { wallet: 'user:any', amount: '1', reason: text }],
    ])('is refused: %s', async (route, body) => {
      const response = await server.call(route, { token: server.secretKey, body });
      const { code, errors } = await response.json();
      expect([response.status, code]).toEqual([400, 'invalid_request']);
      expect(errors).toEqual([{ path: expect.stringMatching(/^body\.(name|reason)$/), message: expect.any(String) }]);
    });
  });

  test('a query’s names are no more than names', async () => {
    for (const query of [
      '__proto__[admin]=1',
      'constructor.prototype.admin=1',
      '__proto__=1',
      'limit[$gt]=1',
      'limit=1&limit=2',
    ]) {
      const response = await server.call(`GET /v1/keys?${query}`, { token: server.secretKey });
      expect([query, response.status]).toEqual([query, 400]);
    }
    expect(Object.prototype).not.toHaveProperty('admin');
  });

  test('a feature called like a member of every object is an unknown one', async () => {
    for (const feature of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const check = await server.kopai.plans.check({ wallet: 'user:any', feature });
      expect(check).toMatchObject({ allowed: false, reason: 'unknown_feature' });
    }
  });
});
