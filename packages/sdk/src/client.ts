import type { BodyOf, EndpointName, Endpoints, ParamsOf, QueryOf, ReplyOf } from '@kopai/contracts';
import { formatCredits } from '@kopai/contracts/amount';
import { decodeAmounts, encodeAmounts } from '@kopai/contracts/amount-fields';
import { routes, splitRoute } from '@kopai/contracts/routes';
import { AuthenticationError, UnexpectedReplyError } from './errors.ts';
import { newIdempotencyKey } from './idempotency-key.ts';
import type { Observe } from './observe.ts';
import { noteResponse } from './response-of.ts';
import { type Answer, send } from './send.ts';
import type { SessionSource } from './session.ts';

/** What any call may be given beside its parameters. */
export interface RequestOptions {
  /** Makes a repeated POST answer what the first one answered; a random one is made if none is given. */
  readonly idempotencyKey?: string | undefined;
  /** Aborting it makes the call throw the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds an attempt may take. */
  readonly timeout?: number | undefined;
  /** Milliseconds that all attempts and the waits between them may take together; bounded by their number alone if not given. */
  readonly totalTimeout?: number | undefined;
  /** Attempts after the first. */
  readonly maxRetries?: number | undefined;
}

type Has<N extends EndpointName, Part extends string, Value> =
  Endpoints[N] extends Readonly<Record<Part, unknown>> ? Value : unknown;

/** The decoded parts of a request, as the endpoint's row names them. */
export type InputOf<N extends EndpointName> = Has<N, 'params', { readonly params: ParamsOf<N> }> &
  Has<N, 'query', { readonly query: QueryOf<N> }> &
  Has<N, 'body', { readonly body: BodyOf<N> }>;

export interface ClientSettings {
  readonly baseUrl: string;
  readonly credential: string | SessionSource | undefined;
  readonly fetch: typeof globalThis.fetch;
  readonly timeoutMs: number;
  readonly totalTimeoutMs: number;
  readonly maxRetries: number;
  readonly observe: Observe | undefined;
}

interface Parts {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** The API's table, spoken: names an endpoint, sends its decoded parts, gives back its decoded reply. */
export class Client {
  readonly #settings: ClientSettings;

  constructor(settings: ClientSettings) {
    this.#settings = settings;
  }

  /** Calls an endpoint that answers JSON. */
  async call<N extends EndpointName>(name: N, input: InputOf<N>, options: RequestOptions = {}): Promise<ReplyOf<N>> {
    const { response, text } = await this.open(name, input, { accept: 'application/json' }, options);
    const reply = decoded(response, await text());
    noteResponse(reply, response);
    return reply as ReplyOf<N>;
  }

  /** Calls an endpoint and leaves its body to be read, for replies that are streamed. */
  async open<N extends EndpointName>(
    name: N,
    input: InputOf<N>,
    headers: Readonly<Record<string, string>>,
    options: RequestOptions = {},
  ): Promise<Answer> {
    const { baseUrl, credential, fetch, timeoutMs, totalTimeoutMs, maxRetries, observe } = this.#settings;
    const { method, path } = splitRoute(routes[name]);
    const { params, query, body } = input as Parts;
    options.signal?.throwIfAborted();
    const idempotencyKey = options.idempotencyKey ?? (method === 'POST' ? newIdempotencyKey() : undefined);
    const giveUpMs = performance.now() + (options.totalTimeout ?? totalTimeoutMs);
    const attempt = (token: string | undefined) =>
      send({
        endpoint: name,
        method,
        url: baseUrl + filledIn(path, params) + queryString(query),
        headers: {
          ...headers,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
        },
        body: body === undefined ? undefined : JSON.stringify(encodeAmounts(body)),
        idempotencyKey,
        fetch,
        timeoutMs: options.timeout ?? timeoutMs,
        giveUpMs,
        observe,
        maxRetries: options.maxRetries ?? maxRetries,
        signal: options.signal,
      });
    if (typeof credential !== 'object') return attempt(credential);
    return withSession(credential, attempt, options.signal);
  }
}

/** Sends with the session's token; one that the server calls expired or revoked is replaced, once. */
async function withSession(
  session: SessionSource,
  attempt: (token: string) => Promise<Answer>,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  const token = await unlessAborted(session.token(), signal);
  try {
    return await attempt(token);
  } catch (error) {
    const renewable =
      error instanceof AuthenticationError && (error.code === 'session_expired' || error.code === 'session_revoked');
    if (!renewable) throw error;
    return attempt(await unlessAborted(session.token(token), signal));
  }
}

/** Stops waiting for a renewal that other calls share, without stopping it for them. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** Puts values into a path. A value that a URL would swallow, such as `..`, must not turn one route into another. */
function filledIn(path: string, params: Readonly<Record<string, string>> = {}): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name] ?? '';
    if (/^\.{0,2}$/.test(value)) throw new TypeError(`${JSON.stringify(value)} can't be the ${name} in ${path}`);
    return encodeURIComponent(value);
  });
}

function queryString(query: Readonly<Record<string, unknown>> = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined) search.append(name, typeof item === 'bigint' ? formatCredits(item) : String(item));
    }
  }
  return search.size > 0 ? `?${search}` : '';
}

/** A reply's JSON with its amounts as `bigint`. */
function decoded(response: Response, text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (value === null || typeof value !== 'object') throw new TypeError('The reply is not an object.');
    return decodeAmounts(value) as object;
  } catch (cause) {
    const type = response.headers.get('content-type') ?? 'no content type';
    throw new UnexpectedReplyError({
      code: 'unexpected_reply',
      status: response.status,
      requestId: response.headers.get('x-request-id') ?? undefined,
      detail: `The answer (${response.status}, ${type}) is not one of the API; does baseUrl lead to a Kopai server?`,
      cause,
    });
  }
}
