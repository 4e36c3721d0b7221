import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { Kopai } from '../src/index.ts';
import { charge, rejection } from './scripted-fetch.ts';

/** The client over real sockets, with the platform's own `fetch`. */

const servers: Server[] = [];

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return `http://127.0.0.1:${address.port}`;
}

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

const message = { agentId: 'tutor', userId: 'alice', messageId: 'm1' };

test('a charge goes out and comes back', async () => {
  const seen: unknown[] = [];
  const baseUrl = await listen(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { authorization } = request.headers;
    seen.push({
      url: request.url,
      authorization,
      type: request.headers['content-type'],
      body: `${Buffer.concat(chunks)}`,
    });
    response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify(charge));
  });
  const kopai = new Kopai({ apiKey: 'kopai_sk_1', baseUrl });
  expect(await kopai.charges.create(message)).toMatchObject({ amount: 1_500_000n });
  expect(seen).toEqual([
    {
      url: '/v1/charges',
      authorization: 'Bearer kopai_sk_1',
      type: 'application/json',
      body: JSON.stringify(message),
    },
  ]);
});

test('a connection that is cut is tried again with the same key', async () => {
  const keys: unknown[] = [];
  const baseUrl = await listen((request, response) => {
    keys.push(request.headers['idempotency-key']);
    if (keys.length === 1) request.socket.destroy();
    else response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify(charge));
  });
  await expect(new Kopai({ baseUrl }).charges.create(message)).resolves.toMatchObject({ id: charge.id });
  expect(keys).toHaveLength(2);
  expect(new Set(keys).size).toBe(1);
});

test('nobody listening is a ConnectionError', async () => {
  const baseUrl = await listen(() => undefined);
  const server = servers.pop();
  server?.close();
  if (server) await once(server, 'close');
  const error = await rejection(new Kopai({ baseUrl, maxRetries: 0 }).charges.create(message));
  expect(error).toMatchObject({ name: 'ConnectionError', code: 'connection_failed' });
});

test('an abort closes the connection', async () => {
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
  const baseUrl = await listen((request) => {
    request.socket.on('close', () => resolve());
    ask();
  });
  const controller = new AbortController();
  const call = rejection(new Kopai({ baseUrl }).charges.get(charge.id, { signal: controller.signal }));
  await asked;
  controller.abort();
  expect(await call).toMatchObject({ name: 'AbortError' });
  await closed;
});

test('a server that does not answer is a TimeoutError', async () => {
  const baseUrl = await listen(() => undefined);
  const error = await rejection(new Kopai({ baseUrl, timeout: 50, maxRetries: 0 }).charges.get(charge.id));
  expect(error).toMatchObject({ name: 'TimeoutError', message: expect.stringContaining('50 ms') });
});

test('a balance stream resumes over a cut connection', async () => {
  const event = (seq: number) =>
    `event: balance\nid: ${seq}\ndata: {"balance":"${seq}","held":"0","available":"${seq}","debt":"0","lowBalance":false,"seq":${seq}}\n\n`;
  const resumed: unknown[] = [];
  const baseUrl = await listen((request, response) => {
    const last = Number(request.headers['last-event-id'] ?? 0);
    resumed.push(last);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(event(last + 1), () => {
      if (last === 0) request.socket.destroy();
    });
  });
  const session = async () => ({ token: 'kopai_ses_1', expiresAt: '2999-01-01T00:00:00.000Z' });
  const seen: bigint[] = [];
  for await (const { balance } of new Kopai({ baseUrl, session }).wallets.stream('me')) {
    seen.push(balance);
    if (seen.length === 2) break;
  }
  expect(seen).toEqual([1_000_000n, 2_000_000n]);
  expect(resumed).toEqual([0, 1]);
});
