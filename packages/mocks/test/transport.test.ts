import { endpointList, splitRoute } from '@kopai/contracts';
import { Kopai } from '@kopai/sdk';
import { setupServer } from 'msw/node';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createWorld, handlers, mockFetch } from '../src/index.ts';
import { rejection } from './rejection.ts';

const world = createWorld();
const send = mockFetch(world);
const authorization = `Bearer ${world.apiKey}`;

const post = (body: string, headers: Record<string, string> = {}) =>
  send('https://kopai.test/v1/charges', {
    method: 'POST',
    body,
    headers: { authorization, 'content-type': 'application/json', ...headers },
  });

test.each(endpointList())('$name has a handler that wants what its row wants', async ({ route, callers }) => {
  const { method, path } = splitRoute(route);
  const response = await send(`https://kopai.test${path.replaceAll(/\{\w+\}/g, 'x')}`, { method });
  const body = await response.json();
  expect(response.headers.get('x-request-id')).toMatch(/^req_/);
  if (!callers.anyone) expect(body).toMatchObject({ code: 'unauthenticated', status: 401 });
  else expect(body.code).not.toBe('route_not_found');
});

test('requests are refused as the server refuses them', async () => {
  const refusals = [
    [await post('{'), 400, 'malformed_json'],
    [await post('{}'), 400, 'invalid_request'],
    [await post('{}', { 'content-type': 'text/plain' }), 415, 'unsupported_media_type'],
    [await post(`{"agentId": "${'x'.repeat(40_000)}"}`), 413, 'body_too_large'],
    [await post('{}', { 'idempotency-key': 'a key' }), 400, 'invalid_request'],
    [await post('{}', { authorization: 'Bearer kopai_sk_unknown' }), 401, 'unauthenticated'],
    [await send('https://kopai.test/v1/nowhere'), 404, 'route_not_found'],
    [await send('https://kopai.test/v1/quotes'), 400, 'invalid_request'],
  ] as const;
  for (const [response, status, code] of refusals) {
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(response.headers.get('x-should-retry')).toBe('false');
    expect(await response.json()).toMatchObject({
      type: `https://kopai.dev/problems/${code}`,
      status,
      code,
      requestId: response.headers.get('x-request-id'),
    });
  }
});

test('a wrong request is told each fault and where it is', async () => {
  const response = await post('{"agentId": "a b", "userId": "alice", "extra": 1}');
  const { errors } = await response.json();
  expect(errors.map(({ path }: { path: string }) => path)).toEqual(
    expect.arrayContaining(['body.agentId', 'body.messageId', 'body.extra']),
  );
});

test('a sane request id is echoed', async () => {
  const ask = (id: string) => send('https://kopai.test/v1/packs', { headers: { 'x-request-id': id } });
  expect((await ask('my-request-7')).headers.get('x-request-id')).toBe('my-request-7');
  expect((await ask('no good')).headers.get('x-request-id')).toMatch(/^req_/);
});

test('what is not the API is not there', async () => {
  expect(await rejection(send('https://kopai.test/index.html'))).toBeInstanceOf(TypeError);
  expect(await rejection(send('https://kopai.test/v1/packs', { signal: AbortSignal.abort() }))).toMatchObject({
    name: 'AbortError',
  });
});

const server = setupServer(...handlers(createWorld(), { baseUrl: 'https://credits.test/' }));
beforeEach(() => server.listen({ onUnhandledFrame: 'error' }));
afterEach(() => server.close());

test('it stands behind msw too, at the address it is given', async () => {
  const { data } = await new Kopai({ baseUrl: 'https://credits.test' }).quotes.list({ agent: ['brand-voice'] });
  expect(data).toMatchObject([{ agentId: 'brand-voice', total: 500_000n }]);
});
