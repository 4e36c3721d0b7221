import { ApiError } from '../http/api-error.ts';

/**
 * The refusal to move more than is available. It is an answer to be returned, not thrown: Stripe keeps it under the
 * idempotency key like any result of work that had begun, so the same key gets the same refusal even when the money has
 * come, and a new attempt needs a new key (https://docs.stripe.com/api/idempotent_requests).
 */
export function insufficientBalance(message: string): ApiError {
  return new ApiError(400, { type: 'invalid_request_error', code: 'balance_insufficient', message });
}
