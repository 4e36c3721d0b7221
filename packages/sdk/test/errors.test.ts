import { type ProblemCode, problems } from '@kopai/contracts';
import { expect, expectTypeOf, test } from 'vitest';
import * as sdk from '../src/index.ts';
import { json, problem, rejection, scriptedFetch } from './scripted-fetch.ts';

const refusedWith = (response: Response) => {
  const { fetch } = scriptedFetch(response);
  const kopai = new sdk.Kopai({ fetch, maxRetries: 0 });
  return rejection(kopai.charges.get('chg_1'));
};

const ownClass: Partial<Record<ProblemCode, string>> = {
  budget_exceeded: 'BudgetExceededError',
  idempotency_key_reused: 'IdempotencyKeyReusedError',
  insufficient_credits: 'InsufficientCreditsError',
  insufficient_earnings: 'InsufficientEarningsError',
  payout_below_minimum: 'PayoutBelowMinimumError',
  quote_expired: 'QuoteExpiredError',
  wallet_in_debt: 'WalletInDebtError',
};

function expectedClass(code: ProblemCode): string {
  const { status } = problems[code];
  if (ownClass[code]) return ownClass[code];
  if (status >= 500) return 'ServerError';
  const byStatus: Record<number, string> = {
    401: 'AuthenticationError',
    403: 'PermissionError',
    404: 'NotFoundError',
    409: 'ConflictError',
    429: 'RateLimitedError',
  };
  return byStatus[status] ?? 'InvalidRequestError';
}

test.each(Object.keys(problems) as ProblemCode[])('%s has its class', async (code) => {
  const error = await refusedWith(problem(code));
  expect(error).toBeInstanceOf(sdk.KopaiError);
  expect(error).toMatchObject({
    name: expectedClass(code),
    code,
    status: problems[code].status,
    requestId: 'req_1',
    message: `${problems[code].title}, this time.`,
  });
});

test('the refusals that carry amounts give them in microcredits', async () => {
  const short = await refusedWith(
    problem('insufficient_credits', { wallet: 'user:alice', balance: '0.25', required: '1.5' }),
  );
  if (!(short instanceof sdk.InsufficientCreditsError)) throw short;
  expectTypeOf(short.required).toEqualTypeOf<bigint>();
  expect([short.wallet, short.balance, short.required]).toEqual(['user:alice', 250_000n, 1_500_000n]);

  const debt = await refusedWith(problem('wallet_in_debt', { wallet: 'org:acme', balance: '-3', debt: '3' }));
  expect(debt).toMatchObject({ name: 'WalletInDebtError', balance: -3_000_000n, debt: 3_000_000n });

  const resetsAt = '2026-02-01T00:00:00.000Z';
  const members = { wallet: 'org:acme', limit: '10', spent: '9.5', required: '1', resetsAt };
  const budget = await refusedWith(problem('budget_exceeded', members));
  expect(budget).toMatchObject({ limit: 10_000_000n, spent: 9_500_000n, required: 1_000_000n, resetsAt });
});

test('a quote that ran out says when, and a wrong request says where', async () => {
  const expiredAt = '2026-02-01T00:00:00.000Z';
  expect(await refusedWith(problem('quote_expired', { expiredAt }))).toMatchObject({ expiredAt });
  const errors = [{ path: 'body.messageId', message: 'is missing' }];
  expect(await refusedWith(problem('invalid_request', { errors }))).toMatchObject({ errors });
  expect(await refusedWith(problem('malformed_json'))).toMatchObject({ errors: [] });
});

test('a rate limit says how long to wait', async () => {
  const error = await refusedWith(problem('rate_limited', {}, { 'retry-after': '7' }));
  expect(error).toBeInstanceOf(sdk.RateLimitedError);
  expect(error).toMatchObject({ retryAfterSeconds: 7 });
});

test('a code of a newer server falls back on its status and keeps its members', async () => {
  const cases: [number, string][] = [
    [400, 'InvalidRequestError'],
    [402, 'KopaiError'],
    [404, 'NotFoundError'],
    [409, 'ConflictError'],
    [418, 'InvalidRequestError'],
    [503, 'ServerError'],
  ];
  for (const [status, name] of cases) {
    const body = { code: 'moon_phase', title: 'Wrong moon', status, phase: 'full' };
    const error = await refusedWith(json(body, { status }));
    expect(error).toMatchObject({ name, code: 'moon_phase', status, phase: 'full', message: 'Wrong moon' });
  }
});

test('a code named like a property of every object is only a code', async () => {
  expect(await refusedWith(json({ code: 'constructor' }, { status: 400 }))).toMatchObject({
    name: 'InvalidRequestError',
    code: 'constructor',
  });
});

test("an answer that isn't Kopai's says what it was", async () => {
  const html = { headers: { 'content-type': 'text/html' } };
  const gateway = await refusedWith(new Response('<h1>Bad gateway</h1>', { status: 502, ...html }));
  expect(gateway).toBeInstanceOf(sdk.ServerError);
  expect(gateway).toMatchObject({ code: 'unexpected_reply', message: expect.stringContaining('text/html') });

  for (const body of ['<!doctype html>', '', '"text"', 'null', '{"amount": "a lot"}']) {
    const page = await refusedWith(new Response(body, { status: 200, ...html }));
    expect(page).toBeInstanceOf(sdk.UnexpectedReplyError);
    expect(page).toMatchObject({ status: 200, message: expect.stringContaining('baseUrl') });
  }
});
