import { Client } from './client.ts';
import { ConfigurationError } from './errors.ts';
import type { Observe } from './observe.ts';
import { maxRetriesDefault } from './retry.ts';
import { type FetchSession, SessionSource } from './session.ts';

/** Where the server is and who asks. A backend has a secret key, a browser a session; with neither only public routes answer. */
export type ConnectionOptions = {
  /** Where the Kopai server is. By default the page's own origin in a browser, and `http://127.0.0.1:4242` elsewhere. */
  readonly baseUrl?: string | URL | undefined;
  /** What sends requests; the platform's own by default. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Milliseconds one attempt may take; 30,000 by default. */
  readonly timeout?: number | undefined;
  /** Milliseconds that all attempts and the waits between them may take together; bounded by their number alone by default. */
  readonly totalTimeout?: number | undefined;
  /** Attempts after the first; 2 by default. */
  readonly maxRetries?: number | undefined;
  /** Looks on at every attempt: see `observing`. `new Kopai` takes `logger`, `onRequest` and `onResponse` instead. */
  readonly observe?: Observe | undefined;
} & (
  | { readonly apiKey?: string | undefined; readonly session?: undefined }
  | { readonly session?: FetchSession | undefined; readonly apiKey?: undefined }
);

/** Long enough for a payment provider behind the server to answer slowly, in milliseconds. */
const timeoutDefaultMs = 30_000;

/** The platform's `fetch`, looked up when it is called, so that one patched after the client was made is still used. */
export const pageFetch: typeof globalThis.fetch = (input, init) => globalThis.fetch(input, init);

/**
 * The client without its nouns: `new Kopai` gives it all of them, and a page that counts its bytes picks its own,
 * `new Quotes(connect({ baseUrl }))`. Throws a `ConfigurationError` when given a secret key in a browser.
 */
export function connect(options: ConnectionOptions): Client {
  const { apiKey, session, timeout = timeoutDefaultMs, maxRetries = maxRetriesDefault, fetch = pageFetch } = options;
  const { totalTimeout: totalTimeoutMs = Number.POSITIVE_INFINITY, observe } = options;
  if (apiKey !== undefined) refuseInBrowser();
  return new Client({
    baseUrl: String(options.baseUrl ?? defaultBaseUrl()).replace(/\/+$/, ''),
    credential: apiKey ?? (session && new SessionSource(session, timeout)),
    fetch,
    timeoutMs: timeout,
    totalTimeoutMs,
    maxRetries,
    observe,
  });
}

/** Everybody who opens a page can read what it holds, and a secret key can spend every wallet. */
function refuseInBrowser(): void {
  if (typeof window === 'undefined' || typeof document === 'undefined') return;
  throw new ConfigurationError({
    code: 'secret_key_in_browser',
    detail:
      'A secret key must not be in a browser: every visitor could read it and spend every wallet. Keep it on your backend, ' +
      'mint a session there with kopai.sessions.create, and give this client a `session` function that fetches it.',
  });
}

function defaultBaseUrl(): string {
  const origin: unknown = globalThis.location?.origin;
  return typeof origin === 'string' && origin.startsWith('http') ? origin : 'http://127.0.0.1:4242';
}
