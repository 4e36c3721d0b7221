import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Kopai } from '../src/index.ts';
import { json, problem, rejection, type SentRequest, scriptedFetch, wallet } from './scripted-fetch.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const never = () => new Promise<Response>(() => undefined);

/** Lets the clock run until the call has failed, and says how long that took in milliseconds. */
async function failure(call: PromiseLike<unknown>): Promise<{ error: unknown; tookMs: number }> {
  const startMs = Date.now();
  let error: unknown;
  let tookMs: number | undefined;
  void rejection(call).then((reason) => {
    error = reason;
    tookMs = Date.now() - startMs;
  });
  while (tookMs === undefined) await vi.advanceTimersByTimeAsync(10);
  return { error, tookMs };
}

test('all attempts together take no longer than the total', async () => {
  const { fetch, requests } = scriptedFetch(never);
  const kopai = new Kopai({ fetch, timeout: 1_000, maxRetries: 9 });
  const { error, tookMs } = await failure(kopai.wallets.get('me', { totalTimeout: 4_000 }));
  expect(error).toMatchObject({ name: 'TimeoutError', code: 'timed_out' });
  expect(tookMs).toBeLessThanOrEqual(4_000);
  expect(requests.length).toBeGreaterThanOrEqual(2);
});

test('a client may have a total for all of its calls, shorter than an attempt', async () => {
  const { fetch } = scriptedFetch(never);
  const { tookMs } = await failure(new Kopai({ fetch, totalTimeout: 700 }).wallets.get('me'));
  expect(tookMs).toBeGreaterThanOrEqual(690);
  expect(tookMs).toBeLessThanOrEqual(720);
});

test('no wait is begun that would outlast the total: the refusal is what is thrown', async () => {
  const { fetch, requests } = scriptedFetch(problem('unavailable', {}, { 'retry-after': '20' }));
  const { error, tookMs } = await failure(new Kopai({ fetch, totalTimeout: 5_000 }).wallets.get('me'));
  expect(error).toMatchObject({ name: 'ServerError', retryAfterSeconds: 20 });
  expect(tookMs).toBeLessThan(100);
  expect(requests).toHaveLength(1);
});

test('a timeout of any size is one', async () => {
  const { fetch } = scriptedFetch(json(wallet));
  expect(await new Kopai({ fetch, timeout: Number.POSITIVE_INFINITY }).wallets.get('me')).toBeDefined();
  const { error } = await failure(
    new Kopai({ fetch: scriptedFetch(never).fetch, timeout: 0, maxRetries: 0 }).packs.list(),
  );
  expect(error).toMatchObject({ code: 'timed_out' });
});

test('an abort ends a body that is being read', async () => {
  const endless = () => new Response(new ReadableStream(), { headers: { 'content-type': 'application/json' } });
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 300);
  const call = new Kopai({ fetch: scriptedFetch(endless).fetch }).wallets.get('me', { signal: controller.signal });
  const { error, tookMs } = await failure(call);
  expect(error).toBe(controller.signal.reason);
  expect(tookMs).toBeLessThanOrEqual(320);
});

test('an abort while a refusal is read is an abort, and no refusal', async () => {
  const endless = () => new Response(new ReadableStream(), { status: 409 });
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 300);
  const call = new Kopai({ fetch: scriptedFetch(endless).fetch }).wallets.get('me', { signal: controller.signal });
  expect((await failure(call)).error).toBe(controller.signal.reason);
});

test('an abort ends a stream that is handed on, long after its headers came', async () => {
  let seen: AbortSignal | undefined;
  const { fetch } = scriptedFetch((_: SentRequest, signal) => {
    seen = signal;
    return new Response(new ReadableStream(), { headers: { 'content-type': 'text/csv' } });
  });
  const controller = new AbortController();
  await new Kopai({ fetch }).wallets.transactionsCsv('me', {}, { signal: controller.signal, timeout: 100 });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(seen?.aborted).toBe(false);
  controller.abort();
  expect(seen?.aborted).toBe(true);
});

test('an abort between two items or pages ends the iteration with its reason', async () => {
  const { fetch, requests } = scriptedFetch(json({ data: [{ seq: 1 }, { seq: 2 }], nextCursor: 'on' }));
  const controller = new AbortController();
  const seen: number[] = [];
  const iterate = async () => {
    for await (const { seq } of new Kopai({ fetch }).wallets.transactions('me', {}, { signal: controller.signal })) {
      seen.push(seq);
      controller.abort(new Error('Enough.'));
    }
  };
  expect(await rejection(iterate())).toMatchObject({ message: 'Enough.' });
  expect(seen).toEqual([1]);
  expect(requests).toHaveLength(1);
});

test('what cannot be a request is not tried again', async () => {
  const { fetch, requests } = scriptedFetch(json(wallet));
  const kopai = new Kopai({ fetch, apiKey: 'a key\nof two lines' });
  expect(await rejection(kopai.wallets.get('user:a'))).toBeInstanceOf(TypeError);
  expect(await rejection(new Kopai({ fetch, baseUrl: 'no url' }).packs.list())).toBeInstanceOf(TypeError);
  expect(requests).toHaveLength(0);
});
