import type { ProblemCode } from '@kopai/contracts';
import { decodeAmounts } from '@kopai/contracts/amount-fields';
import { systemNowMs } from './clock.ts';
import {
  AuthenticationError,
  BudgetExceededError,
  ConflictError,
  type ErrorCode,
  IdempotencyKeyReusedError,
  InsufficientCreditsError,
  InsufficientEarningsError,
  InvalidRequestError,
  KopaiError,
  type KopaiErrorInit,
  NotFoundError,
  PayoutBelowMinimumError,
  PermissionError,
  QuoteExpiredError,
  RateLimitedError,
  ServerError,
  WalletInDebtError,
} from './errors.ts';
import { retryAfterMs } from './retry.ts';

type ErrorClass = new (init: KopaiErrorInit) => KopaiError;

/** The codes whose status says all: a page pays for every line here, so they have no row in the table below. */
type ClassedByStatus =
  | 'agent_not_found'
  | 'body_too_large'
  | 'charge_not_found'
  | 'charge_not_held'
  | 'charge_not_refundable'
  | 'credential_forbidden'
  | 'internal_error'
  | 'invalid_request'
  | 'key_not_found'
  | 'key_revoked'
  | 'last_admin_key'
  | 'malformed_json'
  | 'method_not_allowed'
  | 'model_not_found'
  | 'not_a_member'
  | 'origin_not_allowed'
  | 'pack_not_found'
  | 'payment_provider_error'
  | 'private_agent_add_on'
  | 'quote_invalid'
  | 'rate_limited'
  | 'request_in_progress'
  | 'return_url_not_allowed'
  | 'role_required'
  | 'route_not_found'
  | 'scope_missing'
  | 'session_expired'
  | 'session_not_found'
  | 'session_revoked'
  | 'topup_not_found'
  | 'unauthenticated'
  | 'unavailable'
  | 'unsupported_media_type'
  | 'wallet_forbidden'
  | 'webhook_signature_invalid'
  | 'already_subscribed'
  | 'not_subscribed'
  | 'organization_required'
  | 'plan_not_found'
  | 'payout_not_found'
  | 'payouts_not_enabled'
  | 'payouts_paused'
  | 'webhook_endpoint_not_found'
  | 'webhook_url_not_allowed'
  | 'webhook_timestamp_stale';

/** The codes with a class of their own. A code that is new in the contract does not compile until it is here or above. */
const classByCode: Record<Exclude<ProblemCode, ClassedByStatus>, ErrorClass> = {
  budget_exceeded: BudgetExceededError,
  idempotency_key_reused: IdempotencyKeyReusedError,
  insufficient_earnings: InsufficientEarningsError,
  payout_below_minimum: PayoutBelowMinimumError,
  insufficient_credits: InsufficientCreditsError,
  quote_expired: QuoteExpiredError,
  wallet_in_debt: WalletInDebtError,
};

const classByStatus: Readonly<Record<number, ErrorClass>> = {
  401: AuthenticationError,
  402: KopaiError,
  403: PermissionError,
  404: NotFoundError,
  409: ConflictError,
  429: RateLimitedError,
};

/** The class of an answer. A code of a newer server falls back on its status. */
function classOf(code: string, status: number): ErrorClass {
  if (Object.hasOwn(classByCode, code)) return classByCode[code as keyof typeof classByCode];
  return classByStatus[status] ?? (status >= 500 ? ServerError : InvalidRequestError);
}

/** Turns an answer that says no into its error. `data` is the parsed body; anything but a problem is told apart and said so. */
export function refusal(response: Response, data: unknown, idempotencyKey: string | undefined): KopaiError {
  const { status, headers } = response;
  const afterMs = retryAfterMs(headers, systemNowMs());
  const init = {
    status,
    idempotencyKey,
    requestId: headers.get('x-request-id') ?? undefined,
    retryAfterSeconds: afterMs === undefined ? undefined : afterMs / 1000,
  };
  if (!isProblem(data)) {
    const type = headers.get('content-type') ?? 'no content type';
    const code = 'unexpected_reply';
    return new (classOf(code, status))({
      ...init,
      code,
      detail: `The server answered ${status} with ${type} instead of problem+json; does baseUrl lead to a Kopai server?`,
    });
  }
  return problemError(decodeAmounts(data) as ProblemBody, init);
}

/** The error of a problem whose amounts are decoded, with what is known beside it. */
export function problemError(
  { type: _type, title, status: _status, detail, code, requestId, ...members }: ProblemBody,
  init: Omit<KopaiErrorInit, 'code' | 'detail' | 'members'> & { readonly status: number },
): KopaiError {
  return new (classOf(code, init.status))({
    ...init,
    code: code as ErrorCode,
    detail: detail ?? title ?? code,
    requestId: init.requestId ?? requestId,
    members,
  });
}

interface ProblemBody extends Record<string, unknown> {
  code: string;
  title?: string;
  detail?: string;
  requestId?: string;
}

function isProblem(data: unknown): data is ProblemBody {
  return typeof data === 'object' && data !== null && 'code' in data && typeof data.code === 'string';
}
