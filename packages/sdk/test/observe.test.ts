import { expect, expectTypeOf, test } from 'vitest';
import { connect, Kopai, observing, Quotes, type RequestEvent, type ResponseEvent } from '../src/index.ts';
import { json, problem, rejection, scriptedFetch, wallet } from './scripted-fetch.ts';

const headers = { 'x-request-id': 'req_4' };

test('the log has a line for each attempt and never a credential', async () => {
  const lines: unknown[][] = [];
  const logger = { debug: (...line: unknown[]) => void lines.push(line) };
  const secrets = { apiKey: 'kopai_sk_topsecret', token: 'kopai_ses_minted' };
  const { fetch } = scriptedFetch(
    new TypeError('fetch failed'),
    json({ ...secrets, object: 'session' }, { status: 201, headers }),
  );
  const kopai = new Kopai({ apiKey: secrets.apiKey, fetch, logger });
  await kopai.sessions.create({ userId: 'alice' }, { idempotencyKey: 'k' });
  const session = async () => ({ token: secrets.token, expiresAt: '2999-01-01T00:00:00.000Z' });
  await new Kopai({ session, fetch, logger }).wallets.get('me');
  await new Kopai({ apiKey: 'topsecret-of-another-shape', fetch, logger }).wallets.get('user:a');

  expect(lines.map(([message]) => message)).toEqual([
    'kopai POST http://127.0.0.1:4242/v1/sessions -> ConnectionError',
    'kopai POST http://127.0.0.1:4242/v1/sessions -> 201',
    'kopai GET http://127.0.0.1:4242/v1/wallets/me -> 201',
    'kopai GET http://127.0.0.1:4242/v1/wallets/user%3Aa -> 201',
  ]);
  expect(lines[0]?.[1]).toMatchObject({ attempt: 1, retryInMs: expect.any(Number) });
  expect(lines[1]?.[1]).toMatchObject({
    attempt: 2,
    requestId: 'req_4',
    durationMs: expect.any(Number),
    headers: { authorization: 'Bearer kopai_sk_…', 'idempotency-key': 'k' },
  });
  const written = JSON.stringify(lines);
  for (const secret of ['topsecret', 'minted']) expect(written).not.toContain(secret);
});

test('observers are told of each attempt, of what came, and of what follows', async () => {
  const asked: RequestEvent[] = [];
  const came: ResponseEvent[] = [];
  const { fetch } = scriptedFetch(problem('unavailable', {}, { 'retry-after': '0' }), json(wallet, { headers }));
  const kopai = new Kopai({
    apiKey: 'kopai_sk_topsecret',
    fetch,
    onRequest: (event) => asked.push(event),
    onResponse: (event) => came.push(event),
  });
  await kopai.wallets.get('user:alice@example.com');
  expect(asked).toMatchObject([
    {
      endpoint: 'wallets.get',
      method: 'GET',
      url: 'http://127.0.0.1:4242/v1/wallets/user%3A…@…',
      attempt: 1,
      headers: { authorization: 'Bearer kopai_sk_…' },
    },
    { attempt: 2 },
  ]);
  expect(came).toMatchObject([
    { status: 503, requestId: 'req_1', retryInMs: 0, error: { name: 'ServerError', code: 'unavailable' } },
    { status: 200, requestId: 'req_4', retryInMs: undefined, error: undefined },
  ]);
  expect(came[1]?.request).toBe(asked[1]);
});

test('a call that is given up says so', async () => {
  const came: ResponseEvent[] = [];
  const { fetch } = scriptedFetch(new TypeError('getaddrinfo of alice@example.com'));
  const kopai = new Kopai({ fetch, maxRetries: 0, onResponse: (event) => came.push(event) });
  await rejection(kopai.packs.list());
  expect(came).toMatchObject([
    { status: undefined, retryInMs: undefined, error: { name: 'ConnectionError', code: 'connection_failed' } },
  ]);
});

test('an observer that throws fails no call', async () => {
  const lines: unknown[][] = [];
  const { fetch } = scriptedFetch(json(wallet));
  const fault = () => {
    throw new Error('A bug of kopai_sk_topsecret');
  };
  const logger = { debug: (...line: unknown[]) => void lines.push(line) };
  const kopai = new Kopai({ fetch, onRequest: fault, onResponse: fault, logger });
  expect(await kopai.wallets.get('user:a')).toMatchObject({ id: 'user:alice' });
  expect(lines.map(([message]) => message)).toEqual([
    'kopai: an observer threw',
    'kopai: an observer threw',
    'kopai GET http://127.0.0.1:4242/v1/wallets/user%3Aa -> 200',
  ]);
  expect(JSON.stringify(lines)).not.toContain('topsecret');
  expect(await new Kopai({ fetch, onRequest: fault }).wallets.get('user:a')).toBeDefined();
});

test('a page that picks its nouns can be observed as well', async () => {
  const seen: string[] = [];
  const { fetch } = scriptedFetch(json({ data: [], missing: [] }));
  const client = connect({ fetch, observe: observing({ onRequest: ({ endpoint }) => seen.push(endpoint) }) });
  await new Quotes(client).list({ agent: ['a'] });
  expect(seen).toEqual(['quotes.list']);
});

test('events are typed by the names of the API', () => {
  expectTypeOf<RequestEvent['endpoint']>().toExtend<string>();
  expectTypeOf<'charges.create'>().toExtend<RequestEvent['endpoint']>();
  expectTypeOf<'charges.invent'>().not.toExtend<RequestEvent['endpoint']>();
  expectTypeOf<ResponseEvent['status']>().toEqualTypeOf<number | undefined>();
});
