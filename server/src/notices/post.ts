import { request as requestPlainly } from 'node:http';
import { request as requestSecurely } from 'node:https';
import type { LookupFunction } from 'node:net';

export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Resolves the host; an error of it ends the request before a connection is made. */
  readonly lookup: LookupFunction;
  /** How long all of it may take, in ms. */
  readonly withinMs: number;
}

/**
 * Posts a body and returns the status. Node's own `fetch` would look the host up by itself, after it was judged; here the connection goes to the
 * addresses that `lookup` let through. Redirects are not followed, nothing of an answer but its status is read, and no connection is kept.
 */
export function post({ url, headers, body, lookup, withinMs }: Post): Promise<number> {
  return new Promise((resolve, reject) => {
    const start = new URL(url).protocol === 'https:' ? requestSecurely : requestPlainly;
    const request = start(
      url,
      {
        method: 'POST',
        headers: { ...headers, 'Content-Length': Buffer.byteLength(body) },
        lookup,
        agent: false,
        signal: AbortSignal.timeout(withinMs),
      },
      (response) => {
        response.destroy();
        resolve(response.statusCode ?? 0);
      },
    );
    request.once('error', reject);
    request.end(body);
  });
}
