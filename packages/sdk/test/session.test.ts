import { expect, test } from 'vitest';
import { Kopai, type SessionToken } from '../src/index.ts';
import { SessionSource } from '../src/session.ts';
import { json, problem, rejection, type SentRequest, scriptedFetch, wallet } from './scripted-fetch.ts';

/** A host's backend that hands out numbered tokens and counts how often it is asked. */
class Backend {
  asked = 0;
  lifetimeMs = 600_000;

  readonly session = async (): Promise<SessionToken> => {
    this.asked += 1;
    const token = `kopai_ses_${this.asked}`;
    await new Promise((resolve) => setTimeout(resolve, 5));
    return { token, expiresAt: new Date(Date.now() + this.lifetimeMs).toISOString() };
  };
}

const bearer = ({ headers }: SentRequest) => headers.get('authorization');

/** A server that knows one good token. */
const accepting = (token: string, code: 'session_expired' | 'session_revoked' | 'unauthenticated') =>
  scriptedFetch((request) => (bearer(request) === `Bearer ${token}` ? json(wallet) : problem(code)));

test('20 calls at once ask the page once, and so do all later ones', async () => {
  const backend = new Backend();
  const { fetch, requests } = scriptedFetch(json(wallet));
  const kopai = new Kopai({ fetch, session: backend.session });
  await Promise.all(Array.from({ length: 20 }, () => kopai.wallets.get('me')));
  await kopai.wallets.get('me');
  expect(backend.asked).toBe(1);
  expect(requests.map(bearer)).toEqual(Array(21).fill('Bearer kopai_ses_1'));
});

test('nothing is asked before it is needed', () => {
  const backend = new Backend();
  new Kopai({ session: backend.session });
  expect(backend.asked).toBe(0);
});

test('a session is renewed 30 s before it expires', async () => {
  let nowMs = 0;
  let asked = 0;
  const fetchSession = async () => {
    asked += 1;
    return { token: `t${asked}`, expiresAt: new Date(nowMs + 600_000).toISOString() };
  };
  const source = new SessionSource(fetchSession, 1_000, () => nowMs);
  expect(await source.token()).toBe('t1');
  nowMs = 569_999;
  expect(await source.token()).toBe('t1');
  nowMs = 570_000;
  expect(await source.token()).toBe('t2');
});

test.each(['session_expired', 'session_revoked'] as const)(
  'a session that is refused as %s is replaced once, for all calls together, with their keys kept',
  async (code) => {
    const backend = new Backend();
    const { fetch, requests } = accepting('kopai_ses_2', code);
    const kopai = new Kopai({ fetch, session: backend.session });
    const topup = { wallet: 'me', packId: 'starter', successUrl: 'https://a.test/', cancelUrl: 'https://a.test/' };
    await Promise.all([
      ...Array.from({ length: 20 }, () => kopai.wallets.get('me')),
      kopai.topups.create(topup, { idempotencyKey: 'k' }),
    ]);
    expect(backend.asked).toBe(2);
    expect(requests).toHaveLength(42);
    const keys = requests
      .filter(({ method }) => method === 'POST')
      .map(({ headers }) => headers.get('idempotency-key'));
    expect(keys).toEqual(['k', 'k']);
  },
);

test('a session that is refused again is an error, not a loop', async () => {
  const backend = new Backend();
  const { fetch, requests } = accepting('none', 'session_expired');
  const kopai = new Kopai({ fetch, session: backend.session });
  expect(await rejection(kopai.wallets.get('me'))).toMatchObject({
    name: 'AuthenticationError',
    code: 'session_expired',
  });
  expect(backend.asked).toBe(2);
  expect(requests).toHaveLength(2);
});

test('another 401 renews nothing', async () => {
  const backend = new Backend();
  const { fetch } = accepting('none', 'unauthenticated');
  await rejection(new Kopai({ fetch, session: backend.session }).wallets.get('me'));
  expect(backend.asked).toBe(1);
});

test('a page that has no session says why, and is asked again by the next call', async () => {
  const { fetch, requests } = scriptedFetch(json(wallet));
  const cause = new Error('signed out');
  let signedIn = false;
  const backend = new Backend();
  const kopai = new Kopai({ fetch, session: () => (signedIn ? backend.session() : Promise.reject(cause)) });
  const error = await rejection(kopai.wallets.get('me'));
  expect(error).toMatchObject({ name: 'AuthenticationError', code: 'session_unavailable', cause });
  expect(requests).toHaveLength(0);
  signedIn = true;
  await expect(kopai.wallets.get('me')).resolves.toBeDefined();
});

test('a session without a token or an expiry is refused', async () => {
  const { fetch } = scriptedFetch(json(wallet));
  const session = async () => JSON.parse('{"token": "kopai_ses_1"}');
  expect(await rejection(new Kopai({ fetch, session }).wallets.get('me'))).toMatchObject({
    code: 'session_unavailable',
    message: expect.stringContaining('expiresAt'),
  });
});

test('a page that never answers is given up, and a caller that leaves does not wait for it', async () => {
  const { fetch } = scriptedFetch(json(wallet));
  const kopai = new Kopai({ fetch, timeout: 30, session: () => new Promise<SessionToken>(() => undefined) });
  expect(await rejection(kopai.wallets.get('me'))).toMatchObject({ name: 'TimeoutError', code: 'timed_out' });
  const signal = AbortSignal.timeout(5);
  expect(await rejection(kopai.wallets.get('me', { signal }))).toBe(signal.reason);
});
