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

/** A stable code of the API, of this client, or of a newer server. */
export type ErrorCode = ProblemCode | ClientCode | (string & {});

export interface KopaiErrorInit {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly status?: number | undefined;
  readonly requestId?: string | undefined;
  readonly idempotencyKey?: string | undefined;
  readonly retryAfterSeconds?: number | undefined;
  /** The problem's members beyond those above, with amounts in microcredits. */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** What every failed call throws. An aborted call throws the reason of its signal instead, as `fetch` does. */
export class KopaiError extends Error {
  override readonly name: string = 'KopaiError';
  /** Stable, documented with its remedy at `https://kopai.dev/problems/<code>`. */
  readonly code: ErrorCode;
  /** The HTTP status; undefined when no answer came. */
  readonly status: number | undefined;
  /** Names this request in the server's logs: quote it when asking for help. */
  readonly requestId: string | undefined;
  /** The key the request carried. Sending the same request with the same key never does the work twice. */
  readonly idempotencyKey: string | undefined;
  /** What went wrong this time, in a sentence. */
  readonly detail: string;
  /** Seconds the server asks to wait before the request is sent again. */
  readonly retryAfterSeconds: number | undefined;
  /** Members of the problem that this class has no property for. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(init: KopaiErrorInit) {
    super(init.detail, init.cause === undefined ? undefined : { cause: init.cause });
    this.code = init.code;
    this.status = init.status;
    this.requestId = init.requestId;
    this.idempotencyKey = init.idempotencyKey;
    this.detail = init.detail;
    this.retryAfterSeconds = init.retryAfterSeconds;
    this.members = init.members ?? {};
  }
}

/** The members of a problem by its code: the contract fixes them, so they are trusted as every other reply is. */
const membersOf = <C extends keyof ProblemMembers>(_code: C, init: KopaiErrorInit) =>
  (init.members ?? {}) as unknown as Readonly<ProblemMembers[C]>;

/** 402: the wallet doesn't hold what the message costs. Amounts in microcredits. */
export class InsufficientCreditsError extends KopaiError {
  override readonly name = 'InsufficientCreditsError';
  readonly wallet: string;
  readonly balance: bigint;
  readonly required: bigint;

  constructor(init: KopaiErrorInit) {
    super(init);
    ({ wallet: this.wallet, balance: this.balance, required: this.required } = membersOf('insufficient_credits', init));
  }
}

/** 402: a refund or dispute took the wallet below zero; the next top-up pays the debt first. Amounts in microcredits. */
export class WalletInDebtError extends KopaiError {
  override readonly name = 'WalletInDebtError';
  readonly wallet: string;
  readonly balance: bigint;
  readonly debt: bigint;

  constructor(init: KopaiErrorInit) {
    super(init);
    ({ wallet: this.wallet, balance: this.balance, debt: this.debt } = membersOf('wallet_in_debt', init));
  }
}

/** 402: the member's budget in this organization is used up until `resetsAt`. Amounts in microcredits. */
export class BudgetExceededError extends KopaiError {
  override readonly name = 'BudgetExceededError';
  readonly wallet: string;
  readonly limit: bigint;
  readonly spent: bigint;
  readonly required: bigint;
  readonly resetsAt: string;

  constructor(init: KopaiErrorInit) {
    super(init);
    const members = membersOf('budget_exceeded', init);
    this.wallet = members.wallet;
    this.limit = members.limit;
    this.spent = members.spent;
    this.required = members.required;
    this.resetsAt = members.resetsAt;
  }
}

/** 409: the quote's time is over. Ask for a new one and show its price before charging it. */
export class QuoteExpiredError extends KopaiError {
  override readonly name = 'QuoteExpiredError';
  readonly expiredAt: string;

  constructor(init: KopaiErrorInit) {
    super(init);
    this.expiredAt = membersOf('quote_expired', init).expiredAt;
  }
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
  readonly errors: readonly InvalidField[];

  constructor(init: KopaiErrorInit) {
    super(init);
    this.errors = membersOf('invalid_request', init).errors ?? [];
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
