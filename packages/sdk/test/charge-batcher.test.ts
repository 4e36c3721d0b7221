import { createWorld, mockFetch } from '@kopai/mocks';
import { expect, test } from 'vitest';
import { ChargeBatcher, type ChargeRequest, Kopai, responseOf } from '../src/index.ts';
import { at, charge, json, problem, rejection, type SentRequest, scriptedFetch } from './scripted-fetch.ts';

const message = (messageId: string, more: Partial<ChargeRequest> = {}): ChargeRequest => ({
  agentId: 'tutor',
  userId: 'alice',
  messageId,
  ...more,
});

const asked = (request: SentRequest): ChargeRequest[] => {
  const body = JSON.parse(request.body);
  return body.charges ?? [body];
};
const idsOf = (requests: readonly SentRequest[]) =>
  requests.map((request) => asked(request).map((one) => one.messageId));

/** A server that charges whatever it is asked, and tells apart what came alone from what came together. */
const chargeAll = (request: SentRequest): Response => {
  const made = asked(request).map(({ messageId }) => ({ ...charge, messageId }));
  if (!request.path.endsWith('/batch')) return json(made[0], { status: 201 });
  return json(
    { data: made.map((one) => ({ ok: true, replayed: one.messageId === 'again', charge: one })) },
    { headers: { 'x-request-id': 'req_batch' } },
  );
};

test('a lone charge goes at once, as a request of its own', async () => {
  const { fetch, requests } = scriptedFetch(chargeAll);
  const batcher = new ChargeBatcher(new Kopai({ fetch }).charges);
  expect(await batcher.create(message('m1'))).toMatchObject({ messageId: 'm1', amount: 1_500_000n });
  expect(requests.map(({ path }) => path)).toEqual(['/v1/charges']);
});

test('charges that come together share a request, and each gets its own answer', async () => {
  const { fetch, requests } = scriptedFetch(chargeAll);
  const batcher = new ChargeBatcher(new Kopai({ fetch }).charges);
  const made = await Promise.all(['m1', 'again', 'm3'].map((id) => batcher.create(message(id))));
  expect(made.map(({ messageId }) => messageId)).toEqual(['m1', 'again', 'm3']);
  expect(made.map((one) => responseOf(one).replayed)).toEqual([false, true, false]);
  expect(responseOf(at(made, 0)).requestId).toBe('req_batch');
  expect(requests.map(({ path }) => path)).toEqual(['/v1/charges/batch']);
});

test('while two requests are under way the next batch gathers, of a thousand at most', async () => {
  const gate = Promise.withResolvers<void>();
  const { fetch, requests } = scriptedFetch(async (request) => {
    await gate.promise;
    return chargeAll(request);
  });
  const batcher = new ChargeBatcher(new Kopai({ fetch }).charges);
  const first = batcher.create(message('first'));
  await Promise.resolve();
  const second = batcher.create(message('second'));
  await Promise.resolve();
  const rest = Array.from({ length: 1_200 }, (_, i) => batcher.create(message(`m${i}`)));
  await new Promise((resolve) => setTimeout(resolve));
  expect(idsOf(requests)).toEqual([['first'], ['second']]);
  gate.resolve();
  await Promise.all([first, second, ...rest]);
  expect(idsOf(requests).map((ids) => ids.length)).toEqual([1, 1, 1_000, 200]);
});

test('a refusal is for the one it was told, with its class and its amounts', async () => {
  const refused = {
    code: 'insufficient_credits',
    status: 402,
    detail: 'There is 1 credit.',
    wallet: 'user:alice',
    balance: '1',
    required: '1.5',
  };
  const { fetch } = scriptedFetch((request) =>
    json(
      {
        data: asked(request).map(({ messageId }) =>
          messageId === 'poor' ? { ok: false, problem: refused } : { ok: true, replayed: false, charge },
        ),
      },
      { headers: { 'x-request-id': 'req_batch' } },
    ),
  );
  const batcher = new ChargeBatcher(new Kopai({ fetch }).charges);
  const [fine, poor] = await Promise.allSettled([batcher.create(message('m1')), batcher.create(message('poor'))]);
  expect(fine).toMatchObject({ status: 'fulfilled' });
  expect(poor).toMatchObject({
    status: 'rejected',
    reason: {
      name: 'InsufficientCreditsError',
      status: 402,
      code: 'insufficient_credits',
      requestId: 'req_batch',
      required: 1_500_000n,
    },
  });
});

test('a row that no server takes fails alone', async () => {
  const { fetch } = scriptedFetch((request) =>
    asked(request).some(({ userId }) => userId === '')
      ? problem('invalid_request', { errors: [] })
      : chargeAll(request),
  );
  const batcher = new ChargeBatcher(new Kopai({ fetch }).charges);
  const ids = ['m1', 'm2', 'bad', 'm4', 'm5'];
  const ended = await Promise.allSettled(
    ids.map((id) => batcher.create(message(id, id === 'bad' ? { userId: '' } : {}))),
  );
  expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
  expect(at(ended, 2)).toMatchObject({ reason: { name: 'InvalidRequestError', code: 'invalid_request' } });
});

test('a server that can not be reached fails what was in the request, and the next goes on', async () => {
  const { fetch } = scriptedFetch(new TypeError('fetch failed'), chargeAll);
  const batcher = new ChargeBatcher(new Kopai({ fetch, maxRetries: 0 }).charges);
  const lost = await Promise.all(['m1', 'm2'].map((id) => rejection(batcher.create(message(id)))));
  expect(lost).toMatchObject([{ code: 'connection_failed' }, { code: 'connection_failed' }]);
  expect(await batcher.create(message('m1'))).toMatchObject({ messageId: 'm1' });
});

test('an answer with too few outcomes leaves nobody waiting', async () => {
  const { fetch } = scriptedFetch(json({ data: [{ ok: true, replayed: false, charge }] }));
  const batcher = new ChargeBatcher(new Kopai({ fetch }).charges);
  const [fine, missing] = await Promise.allSettled([batcher.create(message('m1')), batcher.create(message('m2'))]);
  expect(fine).toMatchObject({ status: 'fulfilled' });
  expect(missing).toMatchObject({ status: 'rejected', reason: { code: 'unexpected_reply' } });
});

test('a Kopai that keeps books charges each message once, however it comes', async () => {
  const world = createWorld();
  const batcher = new ChargeBatcher(
    new Kopai({ baseUrl: 'https://kopai.invalid', apiKey: world.apiKey, fetch: mockFetch(world) }).charges,
  );
  const agentId = 'brand-voice';
  const made = await Promise.all(
    ['a', 'b', 'a'].map((messageId) => batcher.create({ agentId, userId: 'alice', messageId })),
  );
  expect(at(made, 2).id).toBe(at(made, 0).id);
  expect(at(made, 1).balanceAfter).toBe(at(made, 0).balanceAfter - at(made, 1).amount);
});
