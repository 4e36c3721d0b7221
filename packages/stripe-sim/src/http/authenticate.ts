import { ApiError } from './api-error.ts';

/**
 * Lets any test key in and every live key out: a live key that reaches a simulator is a mistake someone wants to hear of.
 * @throws {ApiError} 401
 */
export function authenticate(authorization: string | undefined): void {
  const key = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
  if (key === undefined) {
    throw refusal(
      'You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth.',
    );
  }
  if (/^[a-z]+_live_/.test(key)) {
    throw refusal('This is a simulator: it refuses live keys. Use a key that starts with sk_test_.');
  }
  if (!/^sk_test_\w+$/.test(key)) {
    throw refusal(`Invalid API Key provided: ${key.slice(0, 8)}${'*'.repeat(8)}`);
  }
}

function refusal(message: string): ApiError {
  return new ApiError(401, { type: 'invalid_request_error', message });
}
