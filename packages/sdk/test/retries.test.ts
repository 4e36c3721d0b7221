import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Kopai } from '../src/index.ts';
import { backoffMs, retryAfterMs } from '../src/retry.ts';
import { at, charge, json, problem, rejection, scriptedFetch, wallet } from './scripted-fetch.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const message = { agentId: 'tutor', userId: 'alice', messageId: 'm1' };
const unreachable = new TypeError('fetch failed');

/** Lets the clock run until the call has settled, and says how long that took in milliseconds. */
async function settled<T>(call: PromiseLike<T>): Promise<{ value?: T; error?: unknown; tookMs: number }> {
  const startMs = Date.now();
  let outcome: { value?: T; error?: unknown; tookMs: number } | undefined;
  call.then(
    (value) => {
      outcome = { value, tookMs: Date.now() - startMs };
    },
    (error) => {
      outcome = { error, tookMs: Date.now() - startMs };
    },
  );
  while (!outcome) await vi.advanceTimersByTimeAsync(50);
  return outcome;
}

test('a POST is sent again after a failure and keeps its key over all attempts', async () => {
  const { fetch, requests } = scriptedFetch(unreachable, problem('unavailable'), json(charge, { status: 201 }));
  const { value } = await settled(new Kopai({ fetch }).charges.create(message));
  expect(value).toMatchObject({ amount: 1_500_000n });
  const keys = requests.map(({ headers }) => headers.get('idempotency-key'));
  expect(keys).toHaveLength(3);
  expect(new Set(keys).size).toBe(1);
  expect(at(keys, 0)).toMatch(/^[0-9a-z-]{36}$/);
  expect(new Set(requests.map(({ body }) => body)).size).toBe(1);
});

test('two calls never share a key, a given key is used, a GET has none', async () => {
  const { fetch, requests } = scriptedFetch(json(charge));
  const kopai = new Kopai({ fetch });
  await kopai.charges.create(message);
  await kopai.charges.create(message);
  await kopai.charges.create(message, { idempotencyKey: 'mine' });
  await kopai.charges.get('chg_1');
  const keys = requests.map(({ headers }) => headers.get('idempotency-key'));
  expect(keys[0]).not.toBe(keys[1]);
  expect(keys.slice(2)).toEqual(['mine', null]);
});

test('there are 1 + maxRetries attempts, then the last error with the key', async () => {
  for (const [maxRetries, attempts] of [
    [0, 1],
    [undefined, 3],
    [4, 5],
  ] as const) {
    const { fetch, requests } = scriptedFetch(problem('internal_error'));
    const kopai = new Kopai({ fetch, ...(maxRetries !== undefined && { maxRetries }) });
    const { error } = await settled(kopai.charges.create(message, { idempotencyKey: 'k' }));
    expect(error).toMatchObject({ name: 'ServerError', idempotencyKey: 'k', requestId: 'req_1' });
    expect(requests).toHaveLength(attempts);
  }
});

test('a call may have its own number of retries', async () => {
  const { fetch, requests } = scriptedFetch(unreachable);
  const { error } = await settled(new Kopai({ fetch }).charges.create(message, { maxRetries: 0, idempotencyKey: 'k' }));
  expect(error).toMatchObject({ name: 'ConnectionError', code: 'connection_failed', idempotencyKey: 'k' });
  expect(error).toMatchObject({ cause: unreachable });
  expect(error).not.toHaveProperty('status');
  expect(requests).toHaveLength(1);
});

test.each(['invalid_request', 'unauthenticated', 'insufficient_credits', 'quote_expired', 'charge_not_found'] as const)(
  'a POST refused with %s is not sent again',
  async (code) => {
    const { fetch, requests } = scriptedFetch(problem(code));
    await settled(new Kopai({ fetch }).charges.create(message));
    expect(requests).toHaveLength(1);
  },
);

test('X-Should-Retry decides over the status, both ways', async () => {
  const never = scriptedFetch(problem('unavailable', {}, { 'x-should-retry': 'false' }));
  expect((await settled(new Kopai(never).charges.create(message))).error).toMatchObject({ code: 'unavailable' });
  expect(never.requests).toHaveLength(1);

  const always = scriptedFetch(problem('request_in_progress', {}, { 'x-should-retry': 'true' }), json(charge));
  expect((await settled(new Kopai(always).charges.create(message))).value).toBeDefined();
  expect(always.requests).toHaveLength(2);
});

test('Retry-After is waited out, in seconds or as a date', async () => {
  const inSeconds = scriptedFetch(problem('rate_limited', {}, { 'retry-after': '12' }), json(wallet));
  const seconds = await settled(new Kopai(inSeconds).wallets.get('me'));
  expect(seconds.value).toBeDefined();
  expect(seconds.tookMs).toBeGreaterThanOrEqual(12_000);
  expect(seconds.tookMs).toBeLessThan(12_500);

  vi.setSystemTime('2026-01-01T00:00:00.000Z');
  const date = { 'retry-after': 'Thu, 01 Jan 2026 00:00:09 GMT' };
  const byDate = await settled(
    new Kopai(scriptedFetch(problem('unavailable', {}, date), json(wallet))).wallets.get('me'),
  );
  expect(byDate.tookMs).toBeGreaterThanOrEqual(9_000);
});

test('a Retry-After beyond half a minute is left to the caller', async () => {
  const { fetch, requests } = scriptedFetch(problem('rate_limited', {}, { 'retry-after': '3600' }));
  const { error, tookMs } = await settled(new Kopai({ fetch }).wallets.get('me'));
  expect(error).toMatchObject({ name: 'RateLimitedError', retryAfterSeconds: 3600 });
  expect(tookMs).toBeLessThan(1_000);
  expect(requests).toHaveLength(1);
});

test('an attempt that takes too long is given up and tried again', async () => {
  const { fetch, requests } = scriptedFetch(() => new Promise<Response>(() => undefined), json(wallet));
  const { value, tookMs } = await settled(new Kopai({ fetch, timeout: 2_000 }).wallets.get('me'));
  expect(value).toMatchObject({ available: 12_000_000n });
  expect(tookMs).toBeGreaterThanOrEqual(2_000);
  expect(requests).toHaveLength(2);
});

test('attempts that all take too long end in a TimeoutError', async () => {
  const { fetch, requests } = scriptedFetch(() => new Promise<Response>(() => undefined));
  const call = new Kopai({ fetch }).charges.create(message, { timeout: 1_000, idempotencyKey: 'k' });
  const { error } = await settled(call);
  expect(error).toMatchObject({ name: 'TimeoutError', code: 'timed_out', idempotencyKey: 'k' });
  expect(requests).toHaveLength(3);
});

test('a body that never ends is given up too', async () => {
  const endless = () => new Response(new ReadableStream(), { headers: { 'content-type': 'application/json' } });
  const { fetch } = scriptedFetch(endless);
  const { error } = await settled(new Kopai({ fetch, timeout: 1_000 }).wallets.get('me'));
  expect(error).toMatchObject({ name: 'TimeoutError' });
});

test('an abort during the wait ends it at once with the reason of the signal', async () => {
  const { fetch, requests } = scriptedFetch(problem('unavailable', {}, { 'retry-after': '20' }));
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 1_000);
  const { error, tookMs } = await settled(new Kopai({ fetch }).wallets.get('me', { signal: controller.signal }));
  expect(error).toBe(controller.signal.reason);
  expect(error).toMatchObject({ name: 'AbortError' });
  expect(tookMs).toBeLessThan(2_000);
  expect(requests).toHaveLength(1);
});

test('an abort during the request passes on the reason, whatever it is', async () => {
  const hanging = (_: unknown, signal: AbortSignal) =>
    new Promise<Response>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  const { fetch } = scriptedFetch(hanging);
  const controller = new AbortController();
  const reason = new Error('The user left.');
  setTimeout(() => controller.abort(reason), 100);
  const { error } = await settled(new Kopai({ fetch }).wallets.get('me', { signal: controller.signal }));
  expect(error).toBe(reason);
});

test('a signal that is aborted already sends nothing', async () => {
  const { fetch, requests } = scriptedFetch(json(wallet));
  const error = await rejection(new Kopai({ fetch }).wallets.get('me', { signal: AbortSignal.abort() }));
  expect(error).toMatchObject({ name: 'AbortError' });
  expect(requests).toHaveLength(0);
});

test('waits double, stay within their bound and keep at least half of the step', () => {
  expect([1, 2, 3, 4, 5, 6, 99].map((retry) => backoffMs(retry, undefined, () => 1))).toEqual([
    500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000,
  ]);
  expect(backoffMs(3, undefined, () => 0)).toBe(1_000);
});

test('a Retry-After without sense is as good as none', () => {
  for (const value of ['', 'soon', '-3', '1.5']) {
    expect(retryAfterMs(new Headers({ 'retry-after': value }), Date.now()) ?? 0).toBeLessThanOrEqual(0);
  }
  expect(retryAfterMs(new Headers(), 0)).toBeUndefined();
  expect(retryAfterMs(new Headers({ 'retry-after': 'Thu, 01 Jan 1970 00:00:00 GMT' }), 5_000)).toBe(0);
});
