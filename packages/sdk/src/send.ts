import ky, { isHTTPError, isNetworkError, isTimeoutError } from 'ky';
import { systemNowMs } from './clock.ts';
import { ConnectionError, type KopaiError, TimeoutError } from './errors.ts';
import { refusal } from './refusal.ts';
import { backoffMs, retryAfterMostMs, retryAfterMs, worthRetrying } from './retry.ts';

export interface OutgoingRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly idempotencyKey: string | undefined;
  readonly fetch: typeof globalThis.fetch;
  /** Of each attempt, in milliseconds, until the answer's headers; reading a whole body has the same time again. */
  readonly timeoutMs: number;
  readonly maxRetries: number;
  readonly signal: AbortSignal | undefined;
}

export interface Answer {
  readonly response: Response;
  /** The whole body, or a `TimeoutError`. A body that is streamed is taken from `response` instead. */
  text(): Promise<string>;
}

/**
 * Sends a request until it is answered, refused for good, or out of attempts. Each of ky's defaults is set here on purpose: by
 * itself it never retries a POST and puts no bound on its waits. A POST is safe to repeat because it keeps its key.
 */
export async function send(request: OutgoingRequest): Promise<Answer> {
  let toldMs: number | undefined;
  const pending = ky(request.url, {
    method: request.method,
    headers: request.headers,
    fetch: request.fetch,
    timeout: request.timeoutMs,
    totalTimeout: false, // Bounded by attempts x timeout + waits, each of which is.
    throwHttpErrors: true,
    ...(request.body !== undefined && { body: request.body }),
    ...(request.signal && { signal: request.signal }),
    retry: {
      limit: request.maxRetries,
      methods: ['get', 'post', 'put', 'patch', 'delete'],
      // `shouldRetry` alone decides, so the lists that would decide after it are empty.
      statusCodes: [],
      afterStatusCodes: [],
      maxRetryAfter: retryAfterMostMs,
      retryOnTimeout: false,
      shouldRetry({ error }) {
        toldMs = undefined;
        if (request.signal?.aborted) return false;
        if (!isHTTPError(error)) return true;
        const { status, headers } = error.response;
        toldMs = retryAfterMs(headers, systemNowMs());
        return worthRetrying(status, headers) && (toldMs ?? 0) <= retryAfterMostMs;
      },
      delay: (retry) => toldMs ?? backoffMs(retry),
      jitter: false, // It is part of `backoffMs`; a wait the server named is kept exactly.
      backoffLimit: retryAfterMostMs,
    },
  });
  const guarded = async <T>(promise: Promise<T>): Promise<T> => {
    try {
      return await promise;
    } catch (cause) {
      throw failureOf(cause, request);
    }
  };
  const response = await guarded(pending);
  return { response, text: () => guarded(pending.text()) };
}

/**
 * What a failed attempt means to the caller. An abort is the caller's own: its reason is thrown as it is. ky's own errors hold
 * the request with its credential, so none of them is kept as a cause that a log would print.
 */
function failureOf(cause: unknown, request: OutgoingRequest): KopaiError | unknown {
  const { method, url, idempotencyKey, signal } = request;
  if (signal?.aborted) return signal.reason;
  if (isHTTPError(cause)) return refusal(cause.response, cause.data, idempotencyKey);
  const where = `${method} ${new URL(url).pathname}`;
  if (isTimeoutError(cause)) {
    const detail = `${where} was not answered within ${request.timeoutMs} ms.`;
    return new TimeoutError({ code: 'timed_out', detail, idempotencyKey });
  }
  const detail = `${where} got no answer: the connection failed.`;
  return new ConnectionError({
    code: 'connection_failed',
    detail,
    idempotencyKey,
    cause: isNetworkError(cause) ? cause.cause : cause,
  });
}
