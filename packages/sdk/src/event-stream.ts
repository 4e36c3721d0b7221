/**
 * Server-sent events read from a `fetch`, since `EventSource` can't send an Authorization header. Follows the HTML standard,
 * "Interpreting an event stream". The well-kept parser for this costs 1.5 kB of a page's 24; what is needed of it is below.
 */

export interface ServerEvent {
  readonly event: string;
  readonly data: string;
  /** The last id seen, which a reconnection resumes after. */
  readonly id: string;
  /** Milliseconds the server wants between connections, once it has said so. */
  readonly retryMs: number | undefined;
}

/** The longest unfinished line that is kept, in characters: a balance is 200. */
const lineMost = 64 * 1024;

/** Makes a parser: it takes the stream's text in pieces of any size and gives back the events that each piece completes. */
export function eventParser(): (text: string) => ServerEvent[] {
  let rest = '';
  let event = '';
  let data: string[] = [];
  let id = '';
  let retryMs: number | undefined;

  const take = (line: string): ServerEvent | undefined => {
    if (line === '') {
      const complete = { event: event || 'message', data: data.join('\n'), id, retryMs };
      const empty = data.length === 0;
      event = '';
      data = [];
      return empty ? undefined : complete;
    }
    const [, field, value = ''] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
    if (field === 'data') data.push(value);
    else if (field === 'event') event = value;
    else if (field === 'id' && !value.includes('\0')) id = value;
    else if (field === 'retry' && /^\d+$/.test(value)) retryMs = Number(value);
    return undefined; // A line without a field name is a comment: it keeps the connection alive.
  };

  return (text) => {
    // A carriage return at the end may be half of a line end, so it waits for the next piece.
    const lines = (rest + text).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    if (rest.length > lineMost) throw new RangeError('The event stream sent a line without end.');
    return lines.map(take).filter((complete) => complete !== undefined);
  };
}

/**
 * The events of a body, until it ends, `signal` aborts or nothing at all arrives for `idleMs` milliseconds (a connection can
 * die without a word). In all three cases the iteration just ends. Throws what reading the body throws.
 */
export async function* eventsOf(
  body: ReadableStream<Uint8Array>,
  idleMs: number,
  signal?: AbortSignal,
): AsyncGenerator<ServerEvent, void, undefined> {
  const reader = body.getReader();
  const parse = eventParser();
  const decoder = new TextDecoder();
  const stop = () => void reader.cancel().catch(() => undefined);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    for (;;) {
      const timer = setTimeout(stop, idleMs);
      const { done, value } = await reader.read().finally(() => clearTimeout(timer));
      if (done) return;
      yield* parse(decoder.decode(value, { stream: true }));
    }
  } finally {
    signal?.removeEventListener('abort', stop);
    stop();
  }
}
