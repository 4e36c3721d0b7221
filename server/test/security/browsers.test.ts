import { endpointList, splitRoute } from '@kopai/contracts';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { originPolicy, requireReturnUrl } from '../../src/http/origins.ts';
import { freshDatabase } from '../database.ts';
import { putAgent, type RunningServer } from '../running-server.ts';
import { type Attempt, attempts } from './attempts.ts';
import { allSessionScopes, home, serverWithVictim, type Victim } from './victim.ts';

const rows = endpointList();
const foreign = 'https://evil.example';

describe('a page in a browser', { timeout: 60_000 }, () => {
  let server: RunningServer;
  let victim: Victim;
  let token: string;

  beforeAll(async () => {
    ({ server, victim } = await serverWithVictim(await freshDatabase(), () => Date.now()));
    token = (
      await server.kopai.sessions.create({
        userId: 'victim',
        orgs: [{ id: 'victims', role: 'owner' }],
        scopes: [...allSessionScopes],
      })
    ).token;
    await putAgent(server.kopai, 'shown');
  });

  const pathOf = (route: string, attempt: Attempt) =>
    splitRoute(route).path.replaceAll(/\{(\w+)\}/g, (_, name: string) => attempt.params?.[name] ?? '') +
    (attempt.query === undefined ? '' : `?${attempt.query}`);

  test('of an origin that is not listed can’t use a stolen session, by any route', async () => {
    for (const origin of [
      foreign,
      'null',
      `${home}.evil.example`,
      'http://localhost',
      'https://localhost:3000',
      `${home}/`,
    ]) {
      for (const { name, route } of rows) {
        const [attempt = {}] = attempts[name](victim);
        const response = await server.call(`${splitRoute(route).method} ${pathOf(route, attempt)}`, {
          token,
          headers: { Origin: origin },
          ...(attempt.body !== undefined && { body: attempt.body }),
        });
        expect([route, origin, (await response.json()).code]).toEqual([route, origin, 'origin_not_allowed']);
        expect(response.headers.get('Access-Control-Allow-Origin')).not.toBe(origin);
      }
    }
  });

  test('is never asked for cookies, and a preflight lets no foreign page send a credential or a body', async () => {
    for (const { route } of rows) {
      const { method, path } = splitRoute(route);
      const ask = (origin: string) =>
        fetch(server.url + path.replaceAll(/\{\w+\}/g, 'x'), {
          method: 'OPTIONS',
          headers: {
            Origin: origin,
            'Access-Control-Request-Method': method,
            'Access-Control-Request-Headers': 'authorization, content-type',
          },
        });
      const [stranger, guest] = await Promise.all([ask(foreign), ask(home)]);
      for (const { headers } of [stranger, guest]) {
        expect(headers.get('Access-Control-Allow-Credentials')).toBeNull();
        expect(headers.get('Set-Cookie')).toBeNull();
      }
      expect(stranger.headers.get('Access-Control-Allow-Headers')).not.toMatch(/authorization|content-type/i);
      expect(guest.headers.get('Access-Control-Allow-Origin')).toBe(home);
      expect(guest.headers.get('Access-Control-Allow-Headers')).toMatch(/authorization/i);
      expect(guest.headers.get('Vary')).toMatch(/origin/i);
    }
  });

  test('finds nothing of anybody in a cache that others share', async () => {
    for (const { name, route } of rows) {
      if (!route.startsWith('GET') || name === 'wallets.stream') continue;
      for (const attempt of attempts[name](victim)) {
        const read = (init: Parameters<RunningServer['call']>[1]) => server.call(`GET ${pathOf(route, attempt)}`, init);
        const answers = [await read({ token: server.secretKey }), await read({ token }), await read({})];
        for (const [n, { status, headers }] of answers.entries()) {
          const shared = headers.get('Cache-Control') ?? '';
          expect(shared, `${route} says how it may be kept`).toMatch(/^(public|private|no-store)/);
          if (!shared.startsWith('public')) continue;
          // Only what is the same for everybody may be kept for everybody.
          expect([route, status]).toEqual([route, 200]);
          if (name === 'quotes.list') {
            expect(n).toBe(2);
            expect(headers.get('Vary')).toMatch(/Authorization/);
            expect(headers.get('Vary')).toMatch(/Origin/);
          } else expect(['packs.list', 'plans.list']).toContain(name);
        }
        await Promise.all(answers.map((answer) => answer.body?.cancel()));
      }
    }
  });

  test('can frame nothing, and takes nothing for a script', async () => {
    const paths = [
      '/docs',
      '/docs/page.js',
      '/docs/assets/swagger-ui-bundle.js',
      '/operator',
      '/operator/operator.js',
      '/operator/api/overview',
      '/openapi.json',
      '/healthz',
      '/readyz',
      '/metrics',
      '/webhooks/stripe',
      '/nothing',
      '/v1/packs',
      '/v1/keys',
      '/v1/nothing',
    ];
    for (const path of paths) {
      const { headers } = await server.call(`GET ${path}`);
      expect([path, headers.get('Content-Security-Policy')]).toEqual([
        path,
        expect.stringContaining("frame-ancestors 'none'"),
      ]);
      expect([path, headers.get('Content-Security-Policy')]).toEqual([
        path,
        expect.stringContaining("default-src 'none'"),
      ]);
      expect([path, headers.get('X-Content-Type-Options')]).toEqual([path, 'nosniff']);
      expect([path, headers.get('X-Frame-Options')]).toEqual([path, expect.stringMatching(/^(DENY|SAMEORIGIN)$/)]);
      expect(headers.get('Referrer-Policy')).toBe('no-referrer');
    }
  });

  test('hears no more of a wallet than its session lasts', async () => {
    const [revoked, kept] = await Promise.all(
      ['first', 'second'].map((userId) => server.kopai.sessions.create({ userId, orgs: [] })),
    );
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      const listen = (session: typeof revoked) =>
        server.call('GET /v1/wallets/me/stream', { token: session?.token ?? '' });
      const [ended, going] = await Promise.all([listen(revoked), listen(kept)]);
      await server.kopai.sessions.revoke(revoked?.id ?? '');
      vi.advanceTimersByTime(15_000);
      expect(await ended.text(), 'it ends by itself').toContain('event: balance');
      const reader = going.body?.getReader();
      let heard = '';
      while (!heard.includes('still here')) heard += new TextDecoder().decode((await reader?.read())?.value);
      await reader?.cancel();
    } finally {
      vi.useRealTimers();
    }
  });

  test('with a session can take nothing: it mints none, makes no key, debits no wallet, pays nobody it may not', () => {
    const opened = rows.filter(({ callers }) => callers.session !== undefined).map(({ name }) => name);
    for (const name of opened)
      expect(name).not.toMatch(/^(keys|adjustments|charges|webhookEndpoints|auditLog|models)\./);
    expect(opened).not.toContain('sessions.create');
    expect(opened).not.toContain('agents.put');
  });
});

describe('a return URL', () => {
  const policy = originPolicy(['https://app.example'], { loopbackByDefault: true });

  test.each([
    'https://evil.example/',
    'https://app.example.evil.example/',
    'https://app.example@evil.example/',
    'https://user@app.example/',
    'https://user:password@app.example/',
    'https://:password@app.example/',
    'http://app.example/',
    'https://app.example:8443/',
    'https://app.example./',
    'https://аpp.example/',
    'http://localhost:3000/',
    'https://evil.example/https://app.example/',
    'https:\\\\evil.example\\@app.example/',
    'javascript:alert(1)//https://app.example/',
    'data:text/html,https://app.example/',
  ])('may not be %s', (url) => {
    expect(() => requireReturnUrl(policy, 'successUrl', url)).toThrow(
      expect.objectContaining({ code: 'return_url_not_allowed' }),
    );
  });

  test.each(['https://app.example/', 'https://APP.example:443/wallet?x=1#y'])('may be %s', (url) => {
    expect(() => requireReturnUrl(policy, 'successUrl', url)).not.toThrow();
  });
});
