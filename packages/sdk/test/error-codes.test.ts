import { problems } from '@kopai/contracts';
import { expect, expectTypeOf, test } from 'vitest';
import { type ErrorCode, InsufficientCreditsError, Kopai, type KopaiError, type ProblemCode } from '../src/index.ts';
import { problem, rejection, scriptedFetch } from './scripted-fetch.ts';

type Remedy = 'correct' | 'authenticate' | 'pay' | 'permit' | 'choose' | 'state' | 'wait' | 'configure';

/** What a caller does about each code. A code that is new does not compile until it is here: `missed` is no `never` then. */
function remedyOf(code: ErrorCode): Remedy {
  switch (code) {
    case 'malformed_json':
    case 'invalid_request':
    case 'body_too_large':
    case 'unsupported_media_type':
    case 'idempotency_key_reused':
    case 'private_agent_add_on':
    case 'payout_below_minimum':
    case 'organization_required':
    case 'quote_invalid':
    case 'webhook_signature_invalid':
    case 'webhook_timestamp_stale':
      return 'correct';
    case 'unauthenticated':
    case 'session_expired':
    case 'session_revoked':
    case 'session_unavailable':
    case 'key_revoked':
      return 'authenticate';
    case 'insufficient_credits':
    case 'insufficient_earnings':
    case 'wallet_in_debt':
    case 'budget_exceeded':
      return 'pay';
    case 'scope_missing':
    case 'role_required':
    case 'not_a_member':
    case 'wallet_forbidden':
    case 'credential_forbidden':
      return 'permit';
    case 'route_not_found':
    case 'agent_not_found':
    case 'model_not_found':
    case 'charge_not_found':
    case 'plan_not_found':
    case 'payout_not_found':
    case 'topup_not_found':
    case 'pack_not_found':
    case 'session_not_found':
    case 'webhook_endpoint_not_found':
    case 'key_not_found':
    case 'method_not_allowed':
      return 'choose';
    case 'quote_expired':
    case 'charge_not_held':
    case 'charge_not_refundable':
    case 'last_admin_key':
    case 'payouts_not_enabled':
    case 'payouts_paused':
    case 'already_subscribed':
    case 'not_subscribed':
      return 'state';
    case 'request_in_progress':
    case 'rate_limited':
    case 'internal_error':
    case 'payment_provider_error':
    case 'unavailable':
    case 'connection_failed':
    case 'timed_out':
      return 'wait';
    case 'return_url_not_allowed':
    case 'webhook_url_not_allowed':
    case 'origin_not_allowed':
    case 'unexpected_reply':
    case 'secret_key_in_browser':
      return 'configure';
    default: {
      const missed: never = code;
      throw new TypeError(`${missed} is a code of a newer server.`);
    }
  }
}

test('a switch over the codes can be complete', () => {
  for (const code of Object.keys(problems) as ProblemCode[]) expect(remedyOf(code)).toBeTypeOf('string');
  expectTypeOf<ProblemCode>().toExtend<ErrorCode>();
  // What is left of the codes when one is forgotten is no `never`, so the branch above does not take it.
  expectTypeOf<Exclude<ErrorCode, Exclude<ErrorCode, 'quote_expired'>>>().toEqualTypeOf<'quote_expired'>();
  expectTypeOf<KopaiError['code']>().toEqualTypeOf<ErrorCode>();
});

test('a code of a newer server falls to the default branch, with its class by its status', async () => {
  const { fetch } = scriptedFetch(() => {
    const answer = { code: 'moon_in_retrograde', status: 409, title: 'Not today', requestId: 'req_1' };
    return Response.json(answer, { status: 409 });
  });
  const error = await rejection(new Kopai({ fetch }).wallets.get('me'));
  expect(error).toMatchObject({ name: 'ConflictError', code: 'moon_in_retrograde' });
  expect(() => remedyOf((error as KopaiError).code)).toThrow(/newer server/);
});

test('a class narrows an error to its members', async () => {
  const members = { wallet: 'user:a', balance: '1', required: '2' };
  const { fetch } = scriptedFetch(problem('insufficient_credits', members));
  const error = await rejection(new Kopai({ fetch }).wallets.get('me'));
  if (!(error instanceof InsufficientCreditsError)) throw error;
  expectTypeOf(error.required).toEqualTypeOf<bigint>();
  expect(error.required - error.balance).toBe(1_000_000n);
});
