import express from 'express';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultLimits, listenHttp } from '../../src/http/index.ts';
import type { Listening } from '../../src/http/listen.ts';
import { tellReader } from '../../src/http/tell-reader.ts';
import { freshDatabase } from '../database.ts';
import { type RunningServer, runServer } from '../running-server.ts';
import { until } from '../until.ts';
import { rawConnection, statusesIn } from './raw-connection.ts';

describe('a client that is slow', () => {
  let listening: Listening;
  let seen = 0;

  beforeAll(async () => {
    const app = express();
    app.post('/slow', express.text(), (_request, response) => {
      seen += 1;
      response.send('read');
    });
    // Writes more than any buffer on the way holds.
    app.get('/much', (_request, response) => {
      response.write('x'.repeat(64 * 1024 * 1024));
    });
    app.get('/mute', () => undefined);
    listening = await listenHttp(app, 0, '127.0.0.1', { headersMs: 300, requestMs: 600, silenceMs: 700 });
  });
  afterAll(() => listening.close());

  test('with its headers is cut off', async () => {
    const { send, closed } = rawConnection(listening.url);
    send('POST /slow HTTP/1.1\r\nHost: x\r\n');
    const drip = setInterval(() => send('X-Drip: 1\r\n'), 50);
    expect(statusesIn(await closed)).toEqual([408]);
    clearInterval(drip);
  });

  test('with its body is cut off', async () => {
    const { send, closed } = rawConnection(listening.url);
    send('POST /slow HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 1000\r\n\r\n');
    const drip = setInterval(() => send('.'), 50);
    await closed;
    clearInterval(drip);
    expect(seen).toBe(0);
  });

  test('to say anything at all is cut off', async () => {
    expect(await rawConnection(listening.url).closed).not.toContain('200');
  });

  test('to read its answer is cut off', async () => {
    const { socket, send, closed } = rawConnection(listening.url);
    send('GET /much HTTP/1.1\r\nHost: x\r\n\r\n');
    socket.pause();
    // A paused socket reads no end; the server's side of it is what is asked.
    await until(async () => (await listening.connections()) === 0);
    socket.destroy();
    await closed;
  });

  test('because nobody answers it is cut off too', async () => {
    const { send, closed } = rawConnection(listening.url);
    send('GET /mute HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(await closed).toBe('');
  });
});

test('more connections than a process may hold are closed unheard, and those it holds stay', async () => {
  const app = express().get('/', (_request, response) => void response.send('heard'));
  const patience = { headersMs: 10_000, requestMs: 10_000, silenceMs: 10_000 };
  const narrow = await listenHttp(app, 0, '127.0.0.1', patience, 2);
  const request = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';
  const held = [rawConnection(narrow.url), rawConnection(narrow.url)];
  await until(async () => (await narrow.connections()) === 2);
  const oneMore = rawConnection(narrow.url);
  oneMore.send(request);
  expect(await oneMore.closed).toBe('');
  for (const { send, heard } of held) {
    send(request);
    await until(async () => heard().includes('heard'));
  }
  for (const { socket } of held) socket.destroy();
  await narrow.close();
});

test('a stream is ended by a reader that lags, before what it does not take fills the memory', async () => {
  let backlog = 0;
  let told = 0;
  const app = express().get('/', (_request, response) => {
    const telling = setInterval(() => {
      tellReader(response, 'x'.repeat(32 * 1024));
      told += 1;
      backlog = Math.max(backlog, response.writableLength);
    });
    response.once('close', () => clearInterval(telling));
  });
  const patience = { headersMs: 10_000, requestMs: 10_000, silenceMs: 60_000 };
  const listening = await listenHttp(app, 0, '127.0.0.1', patience);
  const { socket, send } = rawConnection(listening.url);
  send('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  socket.pause();
  await until(async () => told > 0 && (await listening.connections()) === 0);
  expect(backlog).toBeGreaterThan(32 * 1024);
  expect(backlog).toBeLessThan(256 * 1024);
  socket.destroy();
  await listening.close();
});

describe('a request that two readers could read in two ways', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await runServer(await freshDatabase());
  });
  const smuggled = 'GET /v1/packs HTTP/1.1\r\nHost: x\r\n\r\n';
  const head = 'POST /v1/charges HTTP/1.1\r\nHost: x\r\n';

  test.each([
    ['a length and chunks', `${head}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`],
    ['chunks and a length', `${head}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n${smuggled}`],
    ['two lengths', `${head}Content-Length: 4\r\nContent-Length: 0\r\n\r\n${smuggled}`],
    ['a list of lengths', `${head}Content-Length: 0, 4\r\n\r\n${smuggled}`],
    ['a length with a sign', `${head}Content-Length: +0\r\n\r\n${smuggled}`],
    ['a length in hexadecimal', `${head}Content-Length: 0x0\r\n\r\n${smuggled}`],
    ['an encoding nobody knows', `${head}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${smuggled}`],
    ['chunks that are not last', `${head}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${smuggled}`],
    ['a blank before the colon', `${head}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n${smuggled}`],
    ['a folded header', `${head}X: 1\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`],
    ['a bare carriage return in a header', `${head}X: 1\rTransfer-Encoding: chunked\r\n\r\n${smuggled}`],
    ['a zero byte in a header', `${head}X: 1\0\r\n\r\n${smuggled}`],
    ['chunks of a strange size', `${head}Transfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n0\r\n\r\n${smuggled}`],
    ['no host', `POST /v1/charges HTTP/1.1\r\n\r\n${smuggled}`],
    ['headers without end', `${head}${'X: 1\r\n'.repeat(4_000)}\r\n${smuggled}`],
  ])('is refused, and nothing behind it is heard: %s', async (_what, text) => {
    const { send, closed } = rawConnection(server.url);
    send(text);
    const heard = await closed;
    const statuses = statusesIn(heard);
    expect(statuses).toHaveLength(1);
    expect([400, 431]).toContain(statuses[0]);
    expect(heard).not.toContain('"pack"');
  });
});

describe('whoever asks too often', () => {
  let server: RunningServer;
  const limits = { ...defaultLimits, failures: 5, address: 1_000, session: 1_000, streams: 3 };
  beforeAll(async () => {
    server = await runServer(await freshDatabase(), { limits });
  });

  test('may not guess credentials, at the metrics and the operator’s page neither', async () => {
    const guess = async (route: string, n: number) =>
      (await server.call(route, { token: `kopai_sk_guess${n}` })).status;
    const overview = 'GET /operator/api/overview';
    for (const [n, route] of ['GET /metrics', 'GET /v1/keys', overview, 'GET /v1/keys', overview].entries())
      expect(await guess(route, n)).toBe(401);
    expect(await guess('GET /metrics', 6)).toBe(429);
    expect(await guess('GET /v1/keys', 7)).toBe(429);
    expect(await guess(overview, 8)).toBe(429);
  });

  test('and has a credential that is good is no guesser, however much is under way at once', async () => {
    const busy = await runServer(await freshDatabase(), { limits });
    const read = () => busy.call('GET /v1/wallets/user:busy', { token: busy.secretKey });
    const answers = await Promise.all(Array.from({ length: 8 * limits.failures }, read));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });

  test('is told apart by the address that a trusted proxy names, and by no other’s word', async () => {
    const database = await freshDatabase();
    const strict = { ...limits, address: 2 };
    const trusting = await runServer(database, { limits: strict, trustedProxies: ['127.0.0.1'] });
    const doubting = await runServer(database, { limits: strict, trustedProxies: ['10.0.0.0/8'] });
    const ask = async (to: RunningServer, address: string) =>
      (await to.call('GET /v1/packs', { headers: { 'X-Forwarded-For': address } })).status;
    const four = async (to: RunningServer) => {
      const statuses: number[] = [];
      for (const address of ['1.1.1.1', '1.1.1.1', '1.1.1.1', '2.2.2.2']) statuses.push(await ask(to, address));
      return statuses;
    };
    expect(await four(trusting)).toEqual([200, 200, 429, 200]);
    expect(await four(doubting)).toEqual([200, 200, 429, 429]);
  });

  test('may not flood what wants no credential: events of Stripe, and questions whether the process is ready', async () => {
    const strict = { ...limits, stripeEvents: 3, probes: 4 };
    const flooded = await runServer(await freshDatabase(), { limits: strict, trustedProxies: ['127.0.0.1'] });
    const statuses = async (route: string, times: number, address: string) => {
      const found: number[] = [];
      for (let n = 0; n < times; n++) {
        const body = route.startsWith('POST') ? { body: '{}' } : {};
        found.push((await flooded.call(route, { ...body, headers: { 'X-Forwarded-For': address } })).status);
      }
      return found;
    };
    expect(await statuses('POST /webhooks/stripe', 5, '1.1.1.1')).toEqual([400, 400, 400, 429, 429]);
    expect(await statuses('POST /webhooks/stripe', 1, '2.2.2.2'), 'nobody else is held up').toEqual([400]);
    expect(await statuses('GET /readyz', 6, '1.1.1.1')).toEqual([200, 200, 200, 200, 429, 429]);
    expect(await statuses('GET /readyz', 1, '2.2.2.2')).toEqual([200]);
    expect(await statuses('GET /healthz', 8, '1.1.1.1')).toEqual(Array(8).fill(200));
    expect(defaultLimits.stripeEvents / 60, 'a burst of Stripe, from one address, a second').toBeGreaterThanOrEqual(
      500,
    );
  });

  test('holds no more streams than a user may, and gives each back that ends', async () => {
    const other = await runServer(await freshDatabase(), { limits });
    const { token } = await other.kopai.sessions.create({ userId: 'greedy', orgs: [] });
    const second = await other.kopai.sessions.create({ userId: 'greedy', orgs: [] });
    const modest = await other.kopai.sessions.create({ userId: 'modest', orgs: [] });
    const open = (bearer: string) => other.call('GET /v1/wallets/me/stream', { token: bearer });
    const streams = await Promise.all([open(token), open(token), open(second.token)]);
    expect(streams.map(({ status }) => status)).toEqual([200, 200, 200]);
    const refused = await open(second.token);
    expect([refused.status, (await refused.json()).code]).toEqual([429, 'rate_limited']);
    const spared = await open(modest.token);
    expect(spared.status).toBe(200);
    await streams[0]?.body?.cancel();
    let again: Response | undefined;
    await until(async () => {
      again = await open(token);
      return again.status === 200;
    });
    await Promise.all([...streams.slice(1), spared, again].map((stream) => stream?.body?.cancel()));
  });

  test('holds no more streams than a process may, whoever they are of', async () => {
    const full = await runServer(await freshDatabase());
    const { live } = full.app.services;
    const stops = Array.from({ length: 20_000 }, () => live.watch('user:crowd', () => undefined));
    expect(stops.every((stop) => stop !== undefined)).toBe(true);
    const { token } = await full.kopai.sessions.create({ userId: 'late', orgs: [] });
    const open = () => full.call('GET /v1/wallets/me/stream', { token });
    const refused = await open();
    expect([refused.status, (await refused.json()).code]).toEqual([503, 'unavailable']);
    stops[0]?.();
    const opened = await open();
    expect(opened.status).toBe(200);
    await opened.body?.cancel();
    for (const stop of stops) stop?.();
  });
});
