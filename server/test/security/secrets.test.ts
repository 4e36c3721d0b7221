import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { createAuthenticate } from '../../src/access/index.ts';
import { createPool } from '../../src/db/index.ts';
import { problemBody, problemOf } from '../../src/http/problem-response.ts';
import { freshDatabase, type TestDatabase } from '../database.ts';
import type { RunningServer } from '../running-server.ts';
import { serverWithVictim, type Victim } from './victim.ts';

let database: TestDatabase;
let server: RunningServer;
let victim: Victim;

beforeAll(async () => {
  database = await freshDatabase();
  ({ server, victim } = await serverWithVictim(database, () => Date.now()));
});

/** An answer without what names the request and the thing that was asked for. */
async function faceOf(response: Response, id: string): Promise<unknown> {
  const text = (await response.text()).replaceAll(id, '<id>').replace(/req_\w+/, '<request>');
  const headers = [...response.headers].filter(
    ([name]) => !/^(date|x-request-id|ratelimit|content-length|etag)/.test(name),
  );
  return { status: response.status, text, headers };
}

describe('who guesses ids', () => {
  const unknown = (prefix: string) => `${prefix}_${'7'.repeat(26)}`;
  const pairs = () =>
    [
      ['a top-up', 'GET /v1/topups/', victim.userTopup, unknown('top')],
      ['a top-up of an organization', 'GET /v1/topups/', victim.orgTopup, unknown('top')],
      ['a payout', 'GET /v1/payouts/', victim.payout, unknown('pay')],
      ['a session', 'DELETE /v1/sessions/', victim.session, unknown('ses')],
      ['a private agent', 'GET /v1/agents/', victim.privateAgent, 'no-such-agent'],
      ['a wallet', 'GET /v1/wallets/', 'user:victim', 'user:nobody-at-all'],
      ['a wallet of an organization', 'GET /v1/wallets/', 'org:victims', 'org:nobody-at-all'],
      ['an organization’s payouts', 'GET /v1/payouts?wallet=', 'org:victims', 'org:nobody-at-all'],
    ] as const;

  test('is told the same of what is another’s and of what is not there', async () => {
    const { token } = await server.kopai.sessions.create({
      userId: 'stranger',
      orgs: [],
      scopes: ['wallet:read', 'topup', 'payout', 'plan', 'pricing'],
    });
    for (const [what, route, real, made] of pairs()) {
      const [theirs, nothing] = await Promise.all([
        server.call(route + real, { token }),
        server.call(route + made, { token }),
      ]);
      expect(await faceOf(theirs, real), what).toEqual(await faceOf(nothing, made));
      expect(theirs.status).toBeGreaterThanOrEqual(400);
    }
    const price = (id: string) => server.call(`PATCH /v1/agents/${id}/pricing`, { token, body: { addOn: '0' } });
    expect(await faceOf(await price(victim.privateAgent), victim.privateAgent)).toEqual(
      await faceOf(await price('no-such-agent'), 'no-such-agent'),
    );
    const missing = await server.call(`GET /v1/quotes?agent=${victim.privateAgent}&agent=no-such-agent`, { token });
    expect(await missing.json()).toEqual({ data: [], missing: [victim.privateAgent, 'no-such-agent'] });
  });

  test('meets ids with 80 random bits, and never the same of two', () => {
    const ids = [victim.hold, victim.capturedCharge, victim.userTopup, victim.orgTopup, victim.payout, victim.session];
    const randomParts = ids.map((id) => id.slice(-16));
    expect(new Set(randomParts).size).toBe(ids.length);
    for (const part of randomParts) expect(part).toMatch(/^[0-9a-hjkmnp-tv-z]{16}$/);
  });
});

describe('a credential', () => {
  test('is compared by its digest alone, in the database’s index: how long that takes says nothing of the secret', async () => {
    const asked: unknown[] = [];
    const { pool } = database;
    const spying: typeof pool = Object.create(pool, {
      query: {
        value: (statement: never, parameters: never) => {
          asked.push(parameters);
          return pool.query(statement, parameters);
        },
      },
    });
    const authenticate = createAuthenticate({ db: spying, clock: () => Date.now() });
    const near = `${server.secretKey.slice(0, -1)}${server.secretKey.endsWith('A') ? 'B' : 'A'}`;
    await expect(authenticate(`Bearer ${near}`)).rejects.toMatchObject({ code: 'unauthenticated' });
    const said = JSON.stringify(asked);
    expect(asked.length).toBeGreaterThan(0);
    expect(said).not.toContain(near.slice('kopai_sk_'.length, -4));
    // One letter of the secret changes about half of the bits of what is compared.
    const digest = (text: string) => createHash('sha256').update(text).digest();
    const differing = digest(near).reduce(
      (bits, byte, n) => bits + popCount(byte ^ (digest(server.secretKey)[n] ?? 0)),
      0,
    );
    expect(differing).toBeGreaterThan(80);
  });

  test('that is wrong is answered alike, whatever of it was right', async () => {
    const answers = await Promise.all(
      [
        `${server.secretKey}x`,
        server.secretKey.slice(0, -1),
        'kopai_sk_',
        `kopai_sk_${'A'.repeat(32)}`,
        'no-such-credential',
      ].map(async (token) => faceOf(await server.call('GET /v1/keys', { token }), token)),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  test('is nowhere in the database', async () => {
    const tables = await database.pool.query<{ name: string }>(
      "select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public'",
    );
    const { token } = await server.kopai.sessions.create({ userId: 'kept', orgs: [] }, { idempotencyKey: 'kept-once' });
    const { key } = await server.kopai.keys.create({ name: 'kept', scopes: ['admin'] }, { idempotencyKey: 'kept-too' });
    for (const { name } of tables) {
      const rows = await database.pool.query<{ row: string }>(`select t::text as row from ${name} t`);
      for (const secret of [token, key, server.secretKey])
        expect(rows.some(({ row }) => row.includes(secret) || row.includes(Buffer.from(secret).toString('hex')))).toBe(
          false,
        );
    }
  });
});

describe('an error', () => {
  test('of the database shows nothing of it', async () => {
    const failure = await database.pool
      .query("insert into models (id, name, infra, updated_at) values ('secret-row', 'x', -1, now())")
      .catch((error: unknown) => error);
    expect(String(failure)).toMatch(/models/);
    const body = JSON.stringify(problemBody(problemOf(failure), 'request'));
    expect(body).not.toMatch(/models|secret-row|constraint|insert/i);
    expect(body).toContain('internal_error');
  });

  test('that nobody foresaw says where it is logged and nothing else', () => {
    const error = Object.assign(new TypeError('cannot read /home/kopai/server/src/x.ts of undefined'), { secret: 'x' });
    expect(problemBody(problemOf(error), 'req_1')).toEqual({
      type: expect.stringMatching(/internal_error$/),
      title: expect.any(String),
      status: 500,
      detail: 'The error was logged under this request id.',
      code: 'internal_error',
      requestId: 'req_1',
    });
  });

  test('of a database that can’t be reached names no host', async () => {
    const pool = createPool({
      url: 'postgres://kopai:hunter2@127.0.0.1:9/secretdb',
      size: 1,
      applicationName: 'nowhere',
    });
    const failure = await pool.query('select 1').catch((error: unknown) => error);
    await pool.end();
    const body = JSON.stringify(problemBody(problemOf(failure), 'request'));
    expect(body).toContain('unavailable');
    expect(body).not.toMatch(/hunter2|secretdb|127\.0\.0\.1/);
  });
});

function popCount(byte: number): number {
  return byte.toString(2).replaceAll('0', '').length;
}
