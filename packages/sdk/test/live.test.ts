import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { eventParser, eventsOf } from '../src/event-stream.ts';
import { type BalanceEvent, Kopai, type KopaiError } from '../src/index.ts';
import { at, problem, rejection, type SentRequest, scriptedFetch } from './scripted-fetch.ts';

const encoder = new TextEncoder();

/** A body that sends these pieces and then ends, breaks, or stays open. */
function body(pieces: readonly string[], end: 'close' | 'break' | 'open' = 'close') {
  return new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(encoder.encode(piece));
      if (end === 'close') controller.close();
      // A broken connection still delivers what had arrived, so the error comes a moment later.
      if (end === 'break') setTimeout(() => controller.error(new TypeError('terminated')), 1);
    },
  });
}

const stream = (pieces: readonly string[], end?: 'close' | 'break' | 'open') => () =>
  new Response(body(pieces, end), { headers: { 'content-type': 'text/event-stream' } });

const balance = (seq: number) =>
  `event: balance\nid: ${seq}\ndata: ${JSON.stringify({
    balance: `${seq}.5`,
    held: '0',
    available: `${seq}.5`,
    debt: '0',
    lowBalance: false,
    seq,
  })}\n\n`;

test('events are the same however the stream is cut into pieces and whatever ends its lines', () => {
  const lines = [
    ': a comment',
    'retry: 1500',
    'event: balance',
    'id: 4',
    'data: {"seq":',
    'data: 4}',
    '',
    'id: 5\0',
    'data:no space',
    'unknown: field',
    '',
    'event: empty',
    '',
    'data',
    '',
  ];
  const expected = [
    { event: 'balance', id: '4', data: '{"seq":\n4}', retryMs: 1500 },
    { event: 'message', id: '4', data: 'no space', retryMs: 1500 },
    { event: 'message', id: '4', data: '', retryMs: 1500 },
  ];
  const cuts = fc.array(fc.nat({ max: 150 }), { maxLength: 20 });
  fc.assert(
    fc.property(cuts, fc.constantFrom('\n', '\r\n', '\r'), (places, ending) => {
      // A last comment settles a carriage return that might have been half of a line end.
      const text = [...lines, ': end', ''].join(ending);
      const parse = eventParser();
      const edges = [0, ...places.map((place) => Math.min(place, text.length)).sort((a, b) => a - b), text.length];
      const seen = edges.flatMap((edge, index) => parse(text.slice(edge, edges[index + 1])));
      expect(seen).toEqual(expected);
    }),
  );
});

test('a line without end is not collected for ever', () => {
  const parse = eventParser();
  expect(() => {
    for (let i = 0; i < 100; i++) parse('x'.repeat(1_000));
  }).toThrow(RangeError);
});

test('a character cut in two is put together again', async () => {
  const bytes = encoder.encode('data: €\n\n');
  const cut = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(bytes.slice(0, 7));
      controller.enqueue(bytes.slice(7));
      controller.close();
    },
  });
  const seen: string[] = [];
  for await (const { data } of eventsOf(cut, 1_000)) seen.push(data);
  expect(seen).toEqual(['€']);
});

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Listens until so many events have come, with the clock running. */
async function take(events: AsyncIterable<BalanceEvent>, count: number): Promise<BalanceEvent[]> {
  const seen: BalanceEvent[] = [];
  let done = false;
  const listening = (async () => {
    for await (const event of events) {
      seen.push(event);
      if (seen.length === count) break;
    }
  })();
  const settle = () => {
    done = true;
  };
  listening.then(settle, settle);
  while (!done) {
    await vi.advanceTimersByTimeAsync(100);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await listening;
  return seen;
}

const lastEventId = ({ headers }: SentRequest) => headers.get('last-event-id');
const session = async () => ({ token: 'kopai_ses_1', expiresAt: '2999-01-01T00:00:00.000Z' });

test('balances come out with amounts, once for each seq, over as many connections as it takes', async () => {
  const { fetch, requests } = scriptedFetch(
    stream([balance(1), ': still here\n\n', balance(2)]),
    new TypeError('fetch failed'),
    problem('unavailable'),
    stream([balance(2), 'event: other\ndata: {}\n\n', balance(3)], 'break'),
    stream([balance(4)], 'open'),
  );
  const reconnects: (string | undefined)[] = [];
  const onReconnect = (error: KopaiError | undefined) => reconnects.push(error?.name);
  let opened = 0;
  const onOpen = () => {
    opened += 1;
  };
  const events = new Kopai({ fetch, session }).wallets.stream('me', { onReconnect, onOpen });
  const seen = await take(events, 4);
  expect(seen.map(({ seq, balance }) => [seq, balance])).toEqual([
    [1, 1_500_000n],
    [2, 2_500_000n],
    [3, 3_500_000n],
    [4, 4_500_000n],
  ]);
  expect(requests.map(lastEventId)).toEqual([null, '2', '2', '2', '3']);
  expect(at(requests, 0).headers.get('accept')).toBe('text/event-stream');
  expect(reconnects).toEqual([undefined, 'ConnectionError', 'ServerError', 'ConnectionError']);
  expect(opened).toBe(3);
});

test('a stream resumes after an event seen elsewhere', async () => {
  const { fetch, requests } = scriptedFetch(stream([balance(10)], 'open'));
  await take(new Kopai({ fetch, session }).wallets.stream('me', { lastEventId: '9' }), 1);
  expect(requests.map(lastEventId)).toEqual(['9']);
});

test('waits between connections grow to half a minute, and honour what the server asks for', async () => {
  const delays: number[] = [];
  const { fetch } = scriptedFetch(new TypeError('fetch failed'));
  const controller = new AbortController();
  const onReconnect = (_: unknown, delayMs: number) => {
    delays.push(delayMs);
    if (delays.length === 9) controller.abort();
  };
  await take(new Kopai({ fetch, session }).wallets.stream('me', { onReconnect, signal: controller.signal }), 1);
  expect(delays).toHaveLength(9);
  expect(at(delays, 0)).toBeLessThanOrEqual(500);
  expect(at(delays, 8)).toBeGreaterThanOrEqual(15_000);
  expect(Math.max(...delays)).toBeLessThanOrEqual(30_000);

  const told: number[] = [];
  const limited = scriptedFetch(problem('rate_limited', {}, { 'retry-after': '90' }), stream([balance(1)], 'open'));
  const onTold = (_: unknown, delayMs: number) => told.push(delayMs);
  await take(new Kopai({ ...limited, session }).wallets.stream('me', { onReconnect: onTold }), 1);
  expect(told).toEqual([90_000]);

  const paced: number[] = [];
  const retrying = scriptedFetch(stream(['retry: 5000\n', balance(1)]), stream([balance(2)], 'open'));
  const onPaced = (_: unknown, delayMs: number) => paced.push(delayMs);
  await take(new Kopai({ ...retrying, session }).wallets.stream('me', { onReconnect: onPaced }), 2);
  expect(paced).toEqual([5_000]);
});

test('a connection that died without a word is replaced after a minute', async () => {
  const { fetch, requests } = scriptedFetch(stream([balance(1)], 'open'), stream([balance(2)], 'open'));
  const startMs = Date.now();
  const seen = await take(new Kopai({ fetch, session }).wallets.stream('me'), 2);
  expect(seen.map(({ seq }) => seq)).toEqual([1, 2]);
  expect(Date.now() - startMs).toBeGreaterThanOrEqual(60_000);
  expect(requests).toHaveLength(2);
});

test('a refusal that waiting does not mend is thrown', async () => {
  const { fetch, requests } = scriptedFetch(problem('wallet_forbidden'));
  const error = await rejection(take(new Kopai({ fetch, session }).wallets.stream('user:bob'), 1));
  expect(error).toMatchObject({ name: 'PermissionError', code: 'wallet_forbidden' });
  expect(requests).toHaveLength(1);
});

test('an abort ends the loop without an error, also while it waits', async () => {
  const open = scriptedFetch(stream([balance(1)], 'open'));
  const controller = new AbortController();
  const listening = take(new Kopai({ ...open, session }).wallets.stream('me', { signal: controller.signal }), 2);
  await vi.advanceTimersByTimeAsync(200);
  controller.abort();
  expect(await listening).toHaveLength(1);

  const down = scriptedFetch(new TypeError('fetch failed'));
  const leaving = new AbortController();
  const waiting = take(new Kopai({ ...down, session }).wallets.stream('me', { signal: leaving.signal }), 1);
  await vi.advanceTimersByTimeAsync(50);
  leaving.abort();
  expect(await waiting).toEqual([]);
  expect(down.requests).toHaveLength(1);
});

test('leaving the loop closes the connection', async () => {
  let closed = false;
  const open = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(balance(1))),
    cancel() {
      closed = true;
    },
  });
  const { fetch } = scriptedFetch(() => new Response(open));
  await take(new Kopai({ fetch, session }).wallets.stream('me'), 1);
  expect(closed).toBe(true);
});
