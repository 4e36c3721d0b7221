/** What came with a reply: kept beside it, so that the reply itself is the noun and nothing else. */
export interface ResponseDetails {
  readonly status: number;
  /** Names the request in the server's logs. */
  readonly requestId: string | undefined;
  /** Whether this is the answer to an earlier request with the same key or cause, given again. */
  readonly replayed: boolean;
  readonly headers: Headers;
}

// Weak, so that it keeps no reply alive. A property on the reply would show up in every copy, comparison and log of it.
const detailsByReply = new WeakMap<object, ResponseDetails>();

/** Keeps what came with `response` beside `reply`. */
export function noteResponse(reply: object, { status, headers }: Pick<Response, 'status' | 'headers'>): void {
  noteDetails(reply, {
    status,
    headers,
    requestId: headers.get('x-request-id') ?? undefined,
    replayed: headers.get('idempotency-replayed') === 'true',
  });
}

/** Keeps details beside a part of a reply, which has its own. */
export function noteDetails(reply: object, details: ResponseDetails): void {
  detailsByReply.set(reply, details);
}

/** What came with a reply or a page of this client. Throws a `TypeError` for anything else, such as a copy of one. */
export function responseOf(reply: object): ResponseDetails {
  const details = detailsByReply.get(reply);
  if (!details) throw new TypeError('Only an object that a call of this client resolved to has response details.');
  return details;
}
