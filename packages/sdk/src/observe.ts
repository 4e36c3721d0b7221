import type { EndpointName } from '@kopai/contracts';
import { redact, redactedHeaders, redactedUrl } from './redact.ts';

/** Where debug lines go. `console` is one. Lines carry no body, no credential and no e-mail address. */
export interface Logger {
  debug(message: string, details: Readonly<Record<string, unknown>>): void;
}

/** One attempt of a call, about to be sent. Secrets and e-mail addresses are left out of it. */
export interface RequestEvent {
  /** The API's name of what is called, such as `charges.create`. */
  readonly endpoint: EndpointName;
  readonly method: string;
  readonly url: string;
  /** Counted from 1. */
  readonly attempt: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly idempotencyKey: string | undefined;
}

/** How an attempt ended. */
export interface ResponseEvent {
  readonly request: RequestEvent;
  /** Undefined when no answer came; then `error` says why. */
  readonly status: number | undefined;
  /** Names the request in the server's logs. */
  readonly requestId: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** Until the answer's headers, or until it was known that none comes, in milliseconds. */
  readonly durationMs: number;
  /** What a refused or unanswered attempt ended with: its name, and its sentence without secrets. */
  readonly error: { readonly name: string; readonly message: string; readonly code: string | undefined } | undefined;
  /** Set when the call is tried again: after how many milliseconds. */
  readonly retryInMs: number | undefined;
}

/** Who looks on. They change nothing: one that throws is told to the logger and to nobody else, for the call is not to fail by it. */
export interface Observers {
  /** Gets one debug line for each attempt. */
  readonly logger?: Logger | undefined;
  /** Called ahead of each attempt. */
  readonly onRequest?: ((event: RequestEvent) => void) | undefined;
  /** Called after each attempt, whatever came of it. */
  readonly onResponse?: ((event: ResponseEvent) => void) | undefined;
}

/** What an attempt came to. */
export interface Outcome {
  readonly response?: Response | undefined;
  readonly error?: unknown;
  readonly retryInMs?: number;
}

/** Takes note of an attempt, and gives back what takes note of its end. */
export type Observe = (sent: {
  readonly endpoint: EndpointName;
  readonly attempt: number;
  readonly request: Request;
}) => (outcome: Outcome) => void;

/** Has observers told of every attempt: `connect({ observe: observing({ logger: console }) })`. */
export function observing({ logger, onRequest, onResponse }: Observers): Observe {
  const tell = <Event>(observer: ((event: Event) => void) | undefined, event: Event) => {
    try {
      observer?.(event);
    } catch (error) {
      logger?.debug('kopai: an observer threw', { error: redact(String(error)) });
    }
  };
  return ({ endpoint, attempt, request }) => {
    const asked: RequestEvent = {
      endpoint,
      method: request.method,
      url: redactedUrl(request.url),
      attempt,
      headers: redactedHeaders(request.headers),
      idempotencyKey: request.headers.get('idempotency-key') ?? undefined,
    };
    tell(onRequest, asked);
    const startMs = performance.now();
    return (outcome) => {
      const event = ended(asked, outcome, Math.round(performance.now() - startMs));
      tell(onResponse, event);
      tell(logger && ((told: ResponseEvent) => write(logger, told)), event);
    };
  };
}

function ended(request: RequestEvent, { response, error, retryInMs }: Outcome, durationMs: number): ResponseEvent {
  const { name, message, code } = (error ?? {}) as { name?: unknown; message?: unknown; code?: unknown };
  return {
    request,
    status: response?.status,
    requestId: response?.headers.get('x-request-id') ?? undefined,
    headers: response ? redactedHeaders(response.headers) : {},
    durationMs,
    error:
      error === undefined
        ? undefined
        : {
            name: typeof name === 'string' ? name : typeof error,
            message: redact(typeof message === 'string' ? message : String(error)),
            code: typeof code === 'string' ? code : undefined,
          },
    retryInMs,
  };
}

function write(logger: Logger, { request, status, error, ...rest }: ResponseEvent): void {
  const { method, url, attempt, headers } = request;
  const came = status ?? error?.name ?? 'failed';
  const { requestId, durationMs, retryInMs } = rest;
  logger.debug(`kopai ${method} ${url} -> ${came}`, { attempt, headers, requestId, durationMs, error, retryInMs });
}
