import type { InvalidField, ProblemCode, ProblemMembers } from '@kopai/contracts';

/**
 * Every way a call fails, one class per meaning. A caller tells them apart with `instanceof`, or by `code` where one class
 * carries several. A refused request wrote nothing, so it is always safe to send again.
 */

/** Codes of failures that happen before or without an answer of the server. */
export type ClientCode =
  | 'connection_failed'
  | 'secret_key_in_browser'
  | 'session_unavailable'
  | 'timed_out'
  | 'unexpected_reply';

/**
 * Every code that this version knows, so that a `switch` over it can be complete. A newer server may answer one that is not here: keep a `default`
 * branch for it.
 */
export type ErrorCode = ProblemCode | ClientCode;

export interface KopaiErrorInit {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly status?: number | undefined;
  readonly requestId?: string | undefined;
  readonly idempotencyKey?: string | undefined;
  readonly retryAfterSeconds?: number | undefined;
  /** What the problem carries beyond the above, with amounts in microcredits. */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/**
 * What every failed call throws. An aborted call throws the reason of its signal instead, as `fetch` does.
 *
 * The members that a problem carries beyond the common ones become properties of its error; the classes below declare those
 * that the contract fixes for them. They are trusted as every other reply is.
 */
export class KopaiError extends Error {
  override readonly name: string = 'KopaiError';
  /** Stable, documented with its remedy at `https://kopai.dev/problems/<code>`. */
  declare readonly code: ErrorCode;
  /** The HTTP status; undefined when no answer came. */
  declare readonly status: number | undefined;
  /** Names this request in the server's logs: quote it when asking for help. */
  declare readonly requestId: string | undefined;
  /** The key the request carried. Sending the same request with the same key never does the work twice. */
  declare readonly idempotencyKey: string | undefined;
  /** What went wrong this time, in a sentence. */
  declare readonly detail: string;
  /** Seconds the server asks to wait before the request is sent again. */
  declare readonly retryAfterSeconds: number | undefined;

  constructor({ cause, members, ...common }: KopaiErrorInit) {
    super(common.detail, cause === undefined ? undefined : { cause });
    Object.assign(this, members, common);
  }
}

type Members<C extends keyof ProblemMembers> = ProblemMembers[C];

/** 402: the wallet doesn't hold what the message costs. Amounts in microcredits. */
export class InsufficientCreditsError extends KopaiError implements Members<'insufficient_credits'> {
  override readonly name = 'InsufficientCreditsError';
  declare readonly wallet: string;
  declare readonly balance: bigint;
  declare readonly required: bigint;
}

/** 402: a refund or dispute took the wallet below zero; the next top-up pays the debt first. Amounts in microcredits. */
export class WalletInDebtError extends KopaiError implements Members<'wallet_in_debt'> {
  override readonly name = 'WalletInDebtError';
  declare readonly wallet: string;
  declare readonly balance: bigint;
  declare readonly debt: bigint;
}

/** 402: the member's budget in this organization is used up until `resetsAt`. Amounts in microcredits. */
export class BudgetExceededError extends KopaiError implements Members<'budget_exceeded'> {
  override readonly name = 'BudgetExceededError';
  declare readonly wallet: string;
  declare readonly limit: bigint;
  declare readonly spent: bigint;
  declare readonly required: bigint;
  declare readonly resetsAt: string;
}

/** 422: less is available than was asked for. Amounts in microcredits. */
export class InsufficientEarningsError extends KopaiError implements Members<'insufficient_earnings'> {
  override readonly name = 'InsufficientEarningsError';
  declare readonly wallet: string;
  declare readonly available: bigint;
  declare readonly required: bigint;
}

/** 422: less than the least that is paid out, in microcredits. */
export class PayoutBelowMinimumError extends KopaiError implements Members<'payout_below_minimum'> {
  override readonly name = 'PayoutBelowMinimumError';
  declare readonly minimum: bigint;
}

/** 409: the quote's time is over. Ask for a new one and show its price before charging it. */
export class QuoteExpiredError extends KopaiError implements Members<'quote_expired'> {
  override readonly name = 'QuoteExpiredError';
  declare readonly expiredAt: string;
}

/** 401, or no session to be had: there is no valid credential. */
export class AuthenticationError extends KopaiError {
  override readonly name = 'AuthenticationError';
}

/** 403: the credential is valid and may not do this. */
export class PermissionError extends KopaiError {
  override readonly name = 'PermissionError';
}

/** 404: what the request names does not exist. */
export class NotFoundError extends KopaiError {
  override readonly name = 'NotFoundError';
}

/** 4xx: the request itself is wrong; sending it again unchanged can't help. */
export class InvalidRequestError extends KopaiError {
  override readonly name = 'InvalidRequestError';
  /** Each field that is wrong, where the server names them. */
  declare readonly errors: readonly InvalidField[];

  constructor(init: KopaiErrorInit) {
    super({ ...init, members: { errors: [], ...init.members } });
  }
}

/** 409: what the request names is not in a state that allows it. */
export class ConflictError extends KopaiError {
  override readonly name = 'ConflictError';
}

/** 422: this idempotency key already stands for another request. */
export class IdempotencyKeyReusedError extends KopaiError {
  override readonly name = 'IdempotencyKeyReusedError';
}

/** 429: too many requests, still so after the retries; `retryAfterSeconds` says how long to wait. */
export class RateLimitedError extends KopaiError {
  override readonly name = 'RateLimitedError';
}

/** 5xx: the server failed, still so after the retries. Whether it did the work is unknown; the same key finds out. */
export class ServerError extends KopaiError {
  override readonly name = 'ServerError';
}

/** No answer: the connection was refused, lost or forbidden by the browser. Whether the work was done is unknown; the same key finds out. */
export class ConnectionError extends KopaiError {
  override readonly name = 'ConnectionError';
}

/** No answer in time. Whether the work was done is unknown; the same key finds out. */
export class TimeoutError extends KopaiError {
  override readonly name = 'TimeoutError';
}

/** A successful answer that is not Kopai's: usually `baseUrl` points elsewhere. */
export class UnexpectedReplyError extends KopaiError {
  override readonly name = 'UnexpectedReplyError';
}

/** The client was put together in a way that must not run; `code` says which. */
export class ConfigurationError extends KopaiError {
  override readonly name = 'ConfigurationError';
}
