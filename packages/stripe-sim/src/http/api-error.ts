/** The kinds of error that Stripe tells apart. */
export type ApiErrorType = 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';

export interface ApiErrorDetails {
  readonly type: ApiErrorType;
  readonly message: string;
  readonly code?: string;
  readonly param?: string;
  readonly decline_code?: string;
  readonly charge?: string;
  readonly payment_intent?: object;
  readonly payment_method?: object;
}

/**
 * An answer that is an error. Thrown, it undoes whatever the request had changed and is not kept under the idempotency
 * key (Stripe keeps no result of a request that failed validation). Returned, as for a declined card, it is the result
 * of work that stays done.
 */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly details: ApiErrorDetails;

  constructor(status: number, details: ApiErrorDetails) {
    super(details.message);
    this.status = status;
    this.details = details;
  }

  get body(): { error: ApiErrorDetails & { doc_url?: string } } {
    const { code } = this.details;
    if (code === undefined) return { error: this.details };
    return { error: { ...this.details, doc_url: `https://docs.stripe.com/error-codes/${code.replaceAll('_', '-')}` } };
  }
}

/** 400: a parameter, or the state of the object, does not allow this. */
export function invalidRequest(message: string, at: { code?: string; param?: string } = {}): ApiError {
  return new ApiError(400, { type: 'invalid_request_error', message, ...at });
}

/** 404 in a path, 400 in a parameter, both with Stripe's own code and words. */
export function noSuch(noun: string, id: string, param = 'id'): ApiError {
  return new ApiError(param === 'id' ? 404 : 400, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such ${noun}: '${id}'`,
    param,
  });
}
