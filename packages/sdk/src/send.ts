import type { EndpointName } from '@kopai/contracts';
import { systemNowMs } from './clock.ts';
import { ConnectionError, KopaiError, TimeoutError } from './errors.ts';
import type { Observe } from './observe.ts';
import { pause } from './pause.ts';
import { refusal } from './refusal.ts';
import { backoffMs, retryAfterMostMs, retryAfterMs, worthRetrying } from './retry.ts';
import { TimeLimit, timeIsUp } from './time-limit.ts';

export interface OutgoingRequest {
  readonly endpoint: EndpointName;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly idempotencyKey: string | undefined;
  readonly fetch: typeof globalThis.fetch;
  /** Of each attempt, in milliseconds, until the answer's headers; reading a whole body has the same time again. */
  readonly timeoutMs: number;
  /** When the last attempt has to have ended, on the clock of `performance.now()`. */
  readonly giveUpMs: number;
  readonly maxRetries: number;
  readonly signal: AbortSignal | undefined;
  readonly observe: Observe | undefined;
}

export interface Answer {
  readonly response: Response;
  /** The whole body, or a `TimeoutError`. A body that is streamed is taken from `response` instead. */
  text(): Promise<string>;
}

/** How an attempt ended without an answer to hand on. */
interface Failure {
  readonly error: unknown;
  /** The answer that refused it, if one came. */
  readonly refused?: Response;
  /** Whether another attempt may do better. */
  readonly passing: boolean;
  /** Milliseconds the server asks to wait. */
  readonly toldMs?: number | undefined;
}

/**
 * Sends a request until it is answered, refused for good, or out of attempts or time. A POST is safe to repeat because it keeps its key.
 *
 * It is written on `fetch` itself. The well-kept library for this costs 8 kB of a page's 14, for defaults that all have to be turned off: by
 * themselves they never repeat a POST, and go by the status where our server says itself what is worth repeating.
 */
export async function send(request: OutgoingRequest): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    // Made anew each time, since a body is read once. What can't be a request at all throws here and is not tried again.
    const { method, headers, body, signal } = request;
    const limit = new TimeLimit(signal);
    const made = new Request(request.url, {
      method,
      headers,
      signal: limit.signal,
      ...(body !== undefined && { body }),
    });
    const observed = request.observe?.({ endpoint: request.endpoint, attempt, request: made });
    const outcome = await answered(made, limit, request);
    if ('response' in outcome) {
      observed?.({ response: outcome.response });
      return outcome;
    }
    const waitMs = outcome.toldMs ?? backoffMs(attempt);
    const isInTime = performance.now() + waitMs < request.giveUpMs;
    const again = outcome.passing && attempt <= request.maxRetries && isInTime && !signal?.aborted;
    observed?.({ response: outcome.refused, error: outcome.error, ...(again && { retryInMs: waitMs }) });
    if (!again) throw outcome.error;
    await pause(waitMs, signal);
    signal?.throwIfAborted();
  }
}

async function answered(made: Request, limit: TimeLimit, request: OutgoingRequest): Promise<Answer | Failure> {
  const timeoutMs = () => Math.max(0, Math.min(request.timeoutMs, request.giveUpMs - performance.now()));
  const guarded = async <T>(step: Promise<T>): Promise<T> => {
    try {
      return await limit.within(step, timeoutMs());
    } catch (cause) {
      throw failureOf(cause, request);
    }
  };
  try {
    const response = await guarded(request.fetch(made));
    if (response.ok) return { response, text: () => guarded(response.text()) };
    const { status, headers } = response;
    const toldMs = retryAfterMs(headers, systemNowMs());
    const passing = worthRetrying(status, headers) && (toldMs ?? 0) <= retryAfterMostMs;
    const data = await guarded(response.text()).then(parsed, () => undefined);
    request.signal?.throwIfAborted();
    return { error: refusal(response, data, request.idempotencyKey), refused: response, passing, toldMs };
  } catch (error) {
    return { error, passing: error instanceof KopaiError };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a step that failed means to the caller. An abort is the caller's own: its reason is thrown as it is. */
function failureOf(cause: unknown, { method, url, idempotencyKey, signal, timeoutMs }: OutgoingRequest): unknown {
  if (signal?.aborted) return signal.reason;
  const where = `${method} ${new URL(url).pathname}`;
  if (cause === timeIsUp) {
    const detail = `${where} was not answered in time; an attempt has ${timeoutMs} ms.`;
    return new TimeoutError({ code: 'timed_out', detail, idempotencyKey });
  }
  const detail = `${where} got no answer: the connection failed.`;
  return new ConnectionError({ code: 'connection_failed', detail, idempotencyKey, cause });
}
