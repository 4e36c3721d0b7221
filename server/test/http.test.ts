import { Writable } from 'node:stream';
import { openapi } from '@kopai/contracts/openapi';
import { RateLimitedError } from '@kopai/sdk';
import { pino } from 'pino';
import { beforeAll, describe, expect, test } from 'vitest';
import { defaultLimits } from '../src/http/index.ts';
import { freshDatabase, type TestDatabase } from './database.ts';
import { type RunningServer, runServer } from './running-server.ts';
import { until } from './until.ts';

describe('the front door', () => {
  let database: TestDatabase;
  let server: RunningServer;
  let logged = '';

  beforeAll(async () => {
    database = await freshDatabase();
    const sink = new Writable({
      write(chunk, _encoding, done) {
        logged += chunk;
        done();
      },
    });
    server = await runServer(database, { log: pino({ level: 'debug' }, sink) });
  });

  test('publishes the table as OpenAPI, and a page to read it', async () => {
    const response = await server.call('GET /openapi.json');
    expect(await response.json()).toEqual(JSON.parse(JSON.stringify(openapi({ version: '0.0.0' }))));
    const page = await server.call('GET /docs');
    expect(page.headers.get('Content-Type')).toMatch(/^text\/html/);
    const text = await page.text();
    const assets = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path);
    expect(assets.length).toBeGreaterThan(2);
    for (const path of assets) expect([path, (await server.call(`GET ${path}`)).status]).toEqual([path, 200]);
  });

  test('is alive, ready, and measured for the operator alone', async () => {
    expect(await (await server.call('GET /healthz')).json()).toEqual({ status: 'ok' });
    expect(await (await server.call('GET /readyz')).json()).toEqual({ status: 'ready' });
    expect((await server.call('GET /metrics')).status).toBe(401);
    const reader = await server.kopai.keys.create({ name: 'reader', scopes: ['wallets:read'] });
    expect((await server.call('GET /metrics', { token: reader.key })).status).toBe(403);
    await server.call('GET /v1/wallets/user:a', { token: server.secretKey });
    const metrics = await (await server.call('GET /metrics', { token: server.secretKey })).text();
    expect(metrics).toMatch(
      /kopai_http_request_duration_seconds_count\{[^}]*route="\/v1\/wallets\/:wallet"[^}]*\} \d+/,
    );
    expect(metrics, 'a wallet is no label').not.toContain('user:a');
  });

  test('sets the headers of a service that is not to be framed, sniffed or guessed', async () => {
    const { headers } = await server.call('GET /v1/packs');
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(headers.get('Content-Security-Policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('X-Powered-By')).toBeNull();
    expect((await server.call('GET /v1/keys', { token: server.secretKey })).headers.get('Cache-Control')).toBe(
      'private, no-store',
    );
  });

  test('logs each request under its id, and never a credential', async () => {
    await server.call('GET /v1/wallets/me', {
      token: server.secretKey,
      headers: { 'X-Request-Id': 'find-me-in-the-log' },
    });
    const { token } = await server.kopai.sessions.create({ userId: 'logged' });
    await server.call('GET /v1/wallets/me', { token });
    await until(async () => logged.includes('find-me-in-the-log'));
    expect(logged).not.toContain(server.secretKey);
    expect(logged).not.toContain(token);
  });

  test('limits each credential and address by itself, and says how long to wait', async () => {
    const limited = await runServer(database, { limits: { ...defaultLimits, session: 3, address: 4 } });
    const session = () => server.kopai.sessions.create({ userId: 'busy' });
    const { token } = await session();
    const read = (bearer?: string) => limited.call('GET /v1/packs', bearer === undefined ? {} : { token: bearer });
    for (const remaining of ['2', '1', '0']) {
      const response = await read(token);
      expect([
        response.status,
        response.headers.get('RateLimit-Limit'),
        response.headers.get('RateLimit-Remaining'),
      ]).toEqual([200, '3', remaining]);
    }
    const refused = await read(token);
    expect([refused.status, (await refused.json()).code, refused.headers.get('X-Should-Retry')]).toEqual([
      429,
      'rate_limited',
      'true',
    ]);
    expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(0);
    expect((await read((await session()).token)).status, 'another session').toBe(200);
    for (let i = 0; i < 4; i++) expect((await read()).status).toBe(200);
    expect((await read()).status).toBe(429);
    await expect(limited.client({ maxRetries: 0 }).packs.list()).rejects.toBeInstanceOf(RateLimitedError);
  });

  test('takes no traffic while it drains, and ends its streams', async () => {
    const leaving = await runServer(database);
    const { token } = await server.kopai.sessions.create({ userId: 'leaving' });
    const stream = await leaving.call('GET /v1/wallets/me/stream', { token });
    leaving.app.drain();
    const ready = await leaving.call('GET /readyz');
    expect([ready.status, (await ready.json()).code]).toEqual([503, 'unavailable']);
    expect((await leaving.call('GET /healthz')).status).toBe(200);
    expect(await stream.text(), 'it ends by itself').toMatch(/^retry: \d+/);
    await leaving.close();
  });
});
