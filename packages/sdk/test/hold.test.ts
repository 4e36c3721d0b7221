import { expect, test } from 'vitest';
import { type Held, Kopai } from '../src/index.ts';
import { at, charge, json, problem, rejection, type SentRequest, scriptedFetch } from './scripted-fetch.ts';

const message = { agentId: 'tutor', userId: 'alice', messageId: 'm1' };

/** A server that holds, and ends holds as told. */
function holding(answers: { capture?: Response; release?: Response } = {}) {
  const { fetch, requests } = scriptedFetch(({ path }: SentRequest) => {
    if (path.endsWith('/capture')) return answers.capture ?? json({ ...charge, status: 'captured' });
    if (path.endsWith('/release')) return answers.release ?? json({ ...charge, status: 'released' });
    return json({ ...charge, status: 'held' }, { status: 201 });
  });
  const steps = () =>
    requests.map(({ path }) => path.replace('/v1/charges', '').replace(`/${charge.id}`, '') || '/hold');
  return { kopai: new Kopai({ fetch, maxRetries: 0 }), requests, steps };
}

const broken = new Error('The model failed.');
const fail = () => Promise.reject(broken);
const failLate = ({ committed }: Held) => {
  committed();
  return Promise.reject(broken);
};

test('work that succeeds is captured, and its result given back', async () => {
  const { kopai, requests, steps } = holding();
  const result = await kopai.charges.withHold(message, ({ charge: held }) => `answer for ${held.amount}`);
  expect(result).toBe('answer for 1500000');
  expect(steps()).toEqual(['/hold', '/capture']);
  expect(JSON.parse(at(requests, 0).body)).toEqual({ ...message, capture: false });
});

test('work that fails is released, and its error thrown', async () => {
  const { kopai, steps } = holding();
  expect(await rejection(kopai.charges.withHold(message, fail))).toBe(broken);
  expect(broken.cause).toBeUndefined();
  expect(steps()).toEqual(['/hold', '/release']);
});

test('work that fails after it was committed is captured, and its error thrown', async () => {
  const { kopai, steps } = holding();
  expect(await rejection(kopai.charges.withHold(message, failLate))).toBe(broken);
  expect(steps()).toEqual(['/hold', '/capture']);
});

test('work that is refused its hold never runs', async () => {
  const { fetch } = scriptedFetch(
    problem('insufficient_credits', { wallet: 'user:alice', balance: '0', required: '1' }),
  );
  let ran = false;
  const call = new Kopai({ fetch }).charges.withHold(message, () => {
    ran = true;
  });
  expect(await rejection(call)).toMatchObject({ name: 'InsufficientCreditsError', required: 1_000_000n });
  expect(ran).toBe(false);
});

test('a capture that fails after the work succeeded is the error', async () => {
  const { kopai } = holding({ capture: problem('internal_error') });
  expect(await rejection(kopai.charges.withHold(message, () => 'answer'))).toMatchObject({ name: 'ServerError' });
});

test('a release that fails never hides the error of the work', async () => {
  const { kopai } = holding({ release: problem('internal_error') });
  const fresh = new Error('fresh');
  expect(await rejection(kopai.charges.withHold(message, () => Promise.reject(fresh)))).toBe(fresh);
  expect(fresh.cause).toMatchObject({ name: 'ServerError' });

  for (const taken of [new Error('deep', { cause: 'deeper' }), Object.freeze(new Error('frozen')), 'a string']) {
    const error = await rejection(kopai.charges.withHold(message, () => Promise.reject(taken)));
    expect(error).toBeInstanceOf(AggregateError);
    expect(error).toMatchObject({ errors: [taken, { name: 'ServerError' }] });
  }
});

test('work that throws at once is released too', async () => {
  const { kopai, steps } = holding();
  const call = kopai.charges.withHold(message, () => {
    throw broken;
  });
  expect(await rejection(call)).toBe(broken);
  expect(steps()).toEqual(['/hold', '/release']);
});

test('an abort during the work does not stop the hold from being released', async () => {
  const { kopai, steps } = holding();
  const controller = new AbortController();
  const work = () => {
    controller.abort();
    controller.signal.throwIfAborted();
  };
  const call = kopai.charges.withHold(message, work, { signal: controller.signal, idempotencyKey: 'k' });
  expect(await rejection(call)).toBe(controller.signal.reason);
  expect(steps()).toEqual(['/hold', '/release']);
});

test('each step has a key of its own', async () => {
  const { kopai, requests } = holding();
  await kopai.charges.withHold(message, () => 'answer', { idempotencyKey: 'k' });
  const keys = requests.map(({ headers }) => headers.get('idempotency-key'));
  expect(keys[0]).toBe('k');
  expect(keys[1]).not.toBe('k');
});

/** A server that has seen the message before: it answers the hold as it was first, and knows how it stands now. */
function repeating(status: string, mayRead = true) {
  const { fetch, requests } = scriptedFetch(({ method, path }: SentRequest) => {
    if (path.endsWith('/capture')) return problem('charge_not_held', { chargeStatus: status });
    if (method === 'POST') return json({ ...charge, status: 'held' }, { headers: { 'idempotency-replayed': 'true' } });
    return mayRead ? json({ ...charge, status }) : problem('scope_missing', { scope: 'charges:read' });
  });
  return { kopai: new Kopai({ fetch, maxRetries: 0 }), steps: () => requests.map(({ method }) => method) };
}

test('a message paid for before is worked on and not paid again', async () => {
  const { kopai, steps } = repeating('captured');
  expect(await kopai.charges.withHold(message, () => 'answer')).toBe('answer');
  expect(await rejection(kopai.charges.withHold(message, fail))).toBe(broken);
  expect(steps()).toEqual(['POST', 'GET', 'POST', 'GET']);
});

test.each(['released', 'refunded'])('a message that was %s before is not answered for nothing', async (status) => {
  const { kopai } = repeating(status);
  const call = kopai.charges.withHold(message, () => {
    throw new Error('The work must not run.');
  });
  expect(await rejection(call)).toMatchObject({ name: 'ConflictError', code: 'charge_not_held', chargeStatus: status });
});

test('a key that may not read a repeated message finds out when it captures', async () => {
  const { kopai } = repeating('released', false);
  const error = await rejection(kopai.charges.withHold(message, () => 'answer'));
  expect(error).toMatchObject({ name: 'ConflictError', chargeStatus: 'released' });
});
