import { endpointList, endpoints, isId, splitRoute } from '@kopai/contracts';
import { AuthenticationError, PermissionError } from '@kopai/sdk';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { freshDatabase, type TestDatabase } from './database.ts';
import { grant, putAgent, type RunningServer, runServer } from './running-server.ts';

const credit = 1_000_000n;
const problemOf = async (response: Response) => ({ status: response.status, code: (await response.json()).code });

describe('who may do what', () => {
  let database: TestDatabase;
  let server: RunningServer;
  let nowMs = Date.UTC(2026, 5, 1);
  const mint = async (body: object) => (await server.kopai.sessions.create({ userId: 'alice', ...body })).token;

  beforeAll(async () => {
    database = await freshDatabase();
    server = await runServer(database, { clock: () => nowMs, allowedOrigins: ['https://app.example'] });
    await putAgent(server.kopai, 'agent', { infra: credit, orgId: 'studio' });
    await grant(server.kopai, 'user:alice', 10n * credit);
  });

  describe('a session', () => {
    test('reads its own wallet as `me` and by name', async () => {
      const page = server.page({ userId: 'alice' });
      expect(await page.wallets.get('me')).toMatchObject({ id: 'user:alice', balance: 10n * credit });
      expect(await page.wallets.get('user:alice')).toMatchObject({ id: 'user:alice' });
    });

    test("never reaches another owner's wallet, by any route", async () => {
      const page = server.page({
        userId: 'alice',
        orgs: [{ id: 'acme', role: 'member' }],
        scopes: ['wallet:read', 'topup'],
      });
      for (const wallet of ['user:bob', 'org:studio', 'org:alice', 'user:acme']) {
        await expect(page.wallets.get(wallet)).rejects.toMatchObject({ code: 'wallet_forbidden', status: 403 });
        await expect(page.wallets.transactions(wallet)).rejects.toMatchObject({ code: 'wallet_forbidden' });
        await expect(page.wallets.transactionsCsv(wallet)).rejects.toMatchObject({ code: 'wallet_forbidden' });
        await expect(page.quotes.list({ agent: ['agent'], wallet })).rejects.toMatchObject({
          code: 'wallet_forbidden',
        });
        await expect(
          page.topups.create({
            wallet,
            packId: 'starter',
            successUrl: 'https://app.example/',
            cancelUrl: 'https://app.example/',
          }),
        ).rejects.toMatchObject({ code: 'wallet_forbidden' });
        const stream = await server.call(`GET /v1/wallets/${wallet}/stream`, { token: await mint({}) });
        expect((await problemOf(stream)).code).toBe('wallet_forbidden');
      }
    });

    test('reads the wallet of its organization; topping up is for owners and admins', async () => {
      const url = 'https://app.example/';
      for (const role of ['owner', 'admin', 'member'] as const) {
        const page = server.page({ userId: 'alice', orgs: [{ id: 'acme', role }], scopes: ['wallet:read', 'topup'] });
        expect(await page.wallets.get('org:acme')).toMatchObject({ id: 'org:acme' });
        const wanted = role === 'member' ? 'role_required' : 'payment_provider_error';
        await expect(
          server
            .client({
              maxRetries: 0,
              session: () =>
                server.kopai.sessions.create({ userId: 'alice', orgs: [{ id: 'acme', role }], scopes: ['topup'] }),
            })
            .topups.create({ wallet: 'org:acme', packId: 'starter', successUrl: url, cancelUrl: url }),
        ).rejects.toMatchObject({ code: wanted });
      }
    });

    test('is denied what it was not given', async () => {
      const bare = server.page({ userId: 'alice', scopes: [] });
      await expect(bare.wallets.get('me')).rejects.toMatchObject({ code: 'scope_missing', scope: 'wallet:read' });
      const reader = server.page({ userId: 'alice' });
      await expect(
        reader.topups.create({
          wallet: 'me',
          packId: 'starter',
          successUrl: 'https://app.example/',
          cancelUrl: 'https://app.example/',
        }),
      ).rejects.toMatchObject({ code: 'scope_missing', scope: 'topup' });
      await expect(reader.agents.setPricing('agent', { addOn: 0n })).rejects.toMatchObject({ scope: 'pricing' });
    });

    test('ends after ten minutes, and at once when it is revoked', async () => {
      const token = await mint({});
      const read = () => server.call('GET /v1/wallets/me', { token });
      expect((await read()).status).toBe(200);
      nowMs += 10 * 60_000;
      expect(await problemOf(await read())).toEqual({ status: 401, code: 'session_expired' });
      const session = await server.kopai.sessions.create({ userId: 'alice', orgs: [] });
      const mine = () => server.call('GET /v1/wallets/me', { token: session.token });
      expect((await mine()).status).toBe(200);
      expect((await server.call(`DELETE /v1/sessions/${session.id}`, { token: session.token })).status).toBe(200);
      expect(await problemOf(await mine())).toEqual({ status: 401, code: 'session_revoked' });
      const other = await server.kopai.sessions.create({ userId: 'bob', orgs: [] });
      const foreign = await server.call(`DELETE /v1/sessions/${other.id}`, { token: await mint({}) });
      expect(await problemOf(foreign)).toEqual({ status: 404, code: 'session_not_found' });
    });

    test('is kept as a hash, and its token is shown once', async () => {
      const session = await server.kopai.sessions.create(
        { userId: 'alice', orgs: [] },
        { idempotencyKey: 'mint-once' },
      );
      const again = await server.kopai.sessions.create({ userId: 'alice', orgs: [] }, { idempotencyKey: 'mint-once' });
      expect(again, 'a repeated request gets the first answer').toEqual(session);
      const tables = ['sessions', 'idempotency_keys', 'api_keys'];
      for (const table of tables) {
        const rows = await database.pool.query<{ row: string }>(`select t::text as row from ${table} t`);
        expect(rows.length).toBeGreaterThan(0);
        for (const { row } of rows) {
          expect(row).not.toContain(session.token);
          expect(row).not.toContain(Buffer.from(session.token).toString('hex'));
          expect(row).not.toContain(server.secretKey);
        }
      }
    });

    test('changes the price of its own organization’s agents, as owner or admin', async () => {
      const grantOf = (id: string, role: 'admin' | 'member') =>
        server.page({ userId: 'alice', orgs: [{ id, role }], scopes: ['pricing'] });
      expect(await grantOf('studio', 'admin').agents.setPricing('agent', { addOn: 250_000n })).toMatchObject({
        addOn: 250_000n,
        version: 2,
      });
      await expect(grantOf('studio', 'member').agents.setPricing('agent', { addOn: 0n })).rejects.toMatchObject({
        code: 'role_required',
      });
      await expect(grantOf('acme', 'admin').agents.setPricing('agent', { addOn: 0n })).rejects.toMatchObject({
        code: 'not_a_member',
      });
    });
  });

  describe('every endpoint of the table', () => {
    const sample = (route: string) =>
      splitRoute(route)
        .path.replace('{wallet}', 'user:alice')
        .replace(/charges\/\{id\}/, 'charges/chg_00000000000000000000000000')
        .replace(/topups\/\{id\}/, 'topups/top_00000000000000000000000000')
        .replace(/sessions\/\{id\}/, 'sessions/ses_00000000000000000000000000')
        .replace(/keys\/\{id\}/, 'keys/key_00000000000000000000000000')
        .replace('{id}', 'agent');
    const send = (route: string, token?: string) =>
      server.call(`${splitRoute(route).method} ${sample(route)}${route.includes('/quotes') ? '?agent=agent' : ''}`, {
        ...(token !== undefined && { token }),
        ...(/^(POST|PUT|PATCH)/.test(route) && { body: {} }),
      });

    test('wants a credential unless it is for anyone', async () => {
      for (const { route, callers } of endpointList()) {
        const { status } = await send(route);
        expect([route, status === 401]).toEqual([route, !callers.anyone]);
        expect([route, (await send(route, 'kopai_sk_guessed')).status]).toEqual([route, 401]);
        expect([route, (await send(route, 'kopai_ses_guessed')).status]).toEqual([route, 401]);
      }
    });

    test('lets no session through that its row does not name', async () => {
      for (const { route, callers } of endpointList()) {
        if (callers.session || callers.anyone) continue;
        const scopes = ['wallet:read', 'topup', 'payout', 'plan', 'pricing'];
        const response = await send(route, await mint({ orgs: [{ id: 'acme', role: 'owner' }], scopes }));
        expect([route, await problemOf(response)]).toEqual([route, { status: 403, code: 'credential_forbidden' }]);
      }
    });

    test('lets no key through that lacks its scope', async () => {
      const keys = new Map(
        await Promise.all(
          (['charges:read', 'wallets:read', 'sessions:write'] as const).map(
            async (scope) => [scope, (await server.kopai.keys.create({ name: scope, scopes: [scope] })).key] as const,
          ),
        ),
      );
      for (const { route, callers } of endpointList()) {
        if (!callers.key) continue;
        for (const [scope, key] of keys) {
          const { status, code } = await problemOf(await send(route, key)).catch(() => ({ status: 200, code: '' }));
          expect([route, scope, status === 403 && code === 'scope_missing']).toEqual([
            route,
            scope,
            callers.key !== scope,
          ]);
        }
      }
    });
  });

  test('a browser session never debits: no endpoint that takes from a wallet is open to one', () => {
    const debiting = ['charges.create', 'charges.createBatch', 'charges.capture', 'adjustments.create'] as const;
    for (const name of debiting) expect(endpoints[name].callers).not.toHaveProperty('session');
  });

  describe('a key', () => {
    test('is listed without its secret, used, revoked at once', async () => {
      const made = await server.kopai.keys.create({ name: 'integration', scopes: ['wallets:read'] });
      expect(made.key).toMatch(/^kopai_sk_[\w-]{32}$/);
      expect(isId('apiKey', made.id)).toBe(true);
      const client = server.client({ apiKey: made.key });
      expect(await client.wallets.get('user:alice')).toMatchObject({ id: 'user:alice' });
      const listed = (await server.kopai.keys.list()).data.find(({ id }) => id === made.id);
      expect(listed).toMatchObject({ name: 'integration', hint: made.key.slice(-4), revokedAt: null });
      expect(listed?.lastUsedAt).not.toBeNull();
      expect(JSON.stringify(listed)).not.toContain(made.key);
      await server.kopai.keys.revoke(made.id);
      await expect(client.wallets.get('user:alice')).rejects.toMatchObject({ code: 'key_revoked' });
      await expect(client.wallets.get('user:alice')).rejects.toBeInstanceOf(AuthenticationError);
    });

    test('that is the last admin stays', async () => {
      const { data } = await server.kopai.keys.list();
      const admins = data.filter(({ scopes, revokedAt }) => scopes.includes('admin') && !revokedAt);
      expect(admins).toHaveLength(1);
      await expect(server.kopai.keys.revoke(admins[0]?.id ?? '')).rejects.toMatchObject({ code: 'last_admin_key' });
    });

    test('that was revoked is refused by every server from then on, and so is a session, however busy they were with it', async () => {
      const twin = await runServer(database, { clock: () => nowMs });
      onTestFinished(() => twin.close());
      const made = await server.kopai.keys.create({ name: 'busy', scopes: ['wallets:read'] });
      const session = await server.kopai.sessions.create({ userId: 'alice', orgs: [] });
      const answers = async (token: string) =>
        Promise.all([server, twin].map((one) => one.call('GET /v1/wallets/user:alice', { token })));
      for (const [token, revoke, code] of [
        [made.key, () => server.kopai.keys.revoke(made.id), 'key_revoked'],
        [session.token, () => server.kopai.sessions.revoke(session.id), 'session_revoked'],
      ] as const) {
        let isRevoked = false;
        const busy = (async () => {
          while (!isRevoked) await answers(token);
        })();
        for (const answer of await answers(token)) expect(answer.status).toBe(200);
        await revoke();
        for (const answer of await answers(token)) expect(await problemOf(answer)).toEqual({ status: 401, code });
        isRevoked = true;
        await busy;
      }
    });
  });

  describe('a page', () => {
    const from = (origin: string, route: string, token?: string) =>
      server.call(route, { headers: { Origin: origin }, ...(token !== undefined && { token }) });

    test('of any origin reads prices', async () => {
      const response = await from('https://anywhere.example', 'GET /v1/quotes?agent=agent');
      expect([response.status, response.headers.get('Access-Control-Allow-Origin')]).toEqual([200, '*']);
    });

    test('of a listed origin uses its session; of another it may not', async () => {
      const token = await mint({});
      const listed = await from('https://app.example', 'GET /v1/wallets/me', token);
      expect([listed.status, listed.headers.get('Access-Control-Allow-Origin')]).toEqual([200, 'https://app.example']);
      const other = await from('https://evil.example', 'GET /v1/wallets/me', token);
      expect(await problemOf(other)).toEqual({ status: 403, code: 'origin_not_allowed' });
      const quotes = await from('https://evil.example', 'GET /v1/quotes?agent=agent', token);
      expect(await problemOf(quotes)).toEqual({ status: 403, code: 'origin_not_allowed' });
      const preflight = await fetch(`${server.url}/v1/wallets/me`, {
        method: 'OPTIONS',
        headers: {
          Origin: 'https://evil.example',
          'Access-Control-Request-Method': 'GET',
          'Access-Control-Request-Headers': 'authorization',
        },
      });
      expect(preflight.headers.get('Access-Control-Allow-Headers') ?? '').not.toMatch(/authorization/i);
    });

    test('is returned only to a listed origin', async () => {
      const page = server.page({ userId: 'alice', scopes: ['topup'] });
      const good = 'https://app.example/wallet';
      for (const bad of [
        'https://evil.example/',
        'https://app.example.evil.example/',
        'http://app.example/',
        'https://user@app.example/',
      ]) {
        await expect(
          page.topups.create({ wallet: 'me', packId: 'starter', successUrl: bad, cancelUrl: good }),
        ).rejects.toMatchObject({
          code: 'return_url_not_allowed',
          field: 'successUrl',
        });
        await expect(
          page.topups.create({ wallet: 'me', packId: 'starter', successUrl: good, cancelUrl: bad }),
        ).rejects.toMatchObject({
          field: 'cancelUrl',
        });
      }
      expect(await database.pool.query('select 1 from topups where wallet = $1', ['user:alice'])).toEqual([]);
    });
  });

  test('private agents are seen by their members and the operator', async () => {
    await putAgent(server.kopai, 'hidden', { visibility: 'private', orgId: 'acme' });
    const member = server.page({ userId: 'm', orgs: [{ id: 'acme', role: 'member' }] });
    expect(await member.agents.get('hidden')).toMatchObject({ id: 'hidden' });
    expect((await member.quotes.list({ agent: ['hidden', 'agent'] })).missing).toEqual([]);
    for (const stranger of [server.client(), server.page({ userId: 's' })]) {
      await expect(stranger.agents.get('hidden')).rejects.toMatchObject({ code: 'agent_not_found' });
      expect((await stranger.quotes.list({ agent: ['hidden', 'agent'] })).missing).toEqual(['hidden']);
      expect((await stranger.agents.list()).data.map(({ id }) => id)).not.toContain('hidden');
    }
    expect((await server.kopai.agents.list()).data.map(({ id }) => id)).toContain('hidden');
  });

  test('permission errors are their own class', async () => {
    await expect(server.page({ userId: 'alice' }).wallets.get('user:bob')).rejects.toBeInstanceOf(PermissionError);
  });
});
