import { type EndpointName, routes, splitRoute } from '@kopai/contracts';
import { Spelling } from './spelling.ts';

/** What one request met, for the count of what was covered. */
export interface Met {
  readonly endpoint: EndpointName | undefined;
  readonly status: number;
  readonly code: string | undefined;
}

/** Headers that are part of the contract. */
const spokenHeaders = [
  'allow',
  'cache-control',
  'content-disposition',
  'content-type',
  'idempotency-replayed',
  'retry-after',
  'www-authenticate',
  'x-should-retry',
] as const;

const patterns = Object.entries(routes).map(([name, route]) => {
  const { method, path } = splitRoute(route);
  return { name: name as EndpointName, method, path: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`) };
});

/** Everything that was said in a story, in the words that are the same for every Kopai. */
export class Transcript {
  readonly #lines: string[] = [];
  readonly #spelling: Spelling;
  readonly met: Met[] = [];

  constructor(startMs: number) {
    this.#spelling = new Spelling(startMs);
  }

  /** Writes a line of the story itself. */
  tell(line: string): void {
    this.#lines.push('', `# ${line}`);
  }

  /** Writes something that a story saw outside of a request. */
  show(seen: unknown): void {
    this.#lines.push(`  ${this.#spelling.json(seen)}`);
  }

  /** A `fetch` that takes down what it sends and gets. `before` runs ahead of each request. */
  recording(fetch: typeof globalThis.fetch, before: () => void): typeof globalThis.fetch {
    return async (input, init) => {
      before();
      const request = new Request(input, init);
      const sent = await request.clone().text();
      const response = await fetch(request);
      await this.#note(request, sent, response);
      return response;
    };
  }

  toString(): string {
    return `${this.#lines.join('\n').trim()}\n`;
  }

  async #note(request: Request, sent: string, response: Response): Promise<void> {
    const { pathname, search } = new URL(request.url);
    const type = response.headers.get('content-type') ?? '';
    const answered = type.startsWith('text/event-stream') ? undefined : await response.clone().text();
    const reply = /json/.test(type) && answered ? (JSON.parse(answered) as Record<string, unknown>) : undefined;
    const code = reply?.code;
    this.met.push({
      endpoint: patterns.find(({ method, path }) => method === request.method && path.test(pathname))?.name,
      status: response.status,
      code: typeof code === 'string' ? code : undefined,
    });
    const { method } = request;
    const asked = `${callerOf(request)} ${method} ${this.#spelling.text(decodeURIComponent(pathname + search))}`;
    this.#lines.push('', sent === '' ? asked : `${asked} ${this.#spelling.body(sent)}`);
    const headers = spokenHeaders.flatMap((name) => {
      const value = response.headers.get(name);
      // JSON is UTF-8 whether or not somebody says so.
      return value === null ? [] : [`${name}: ${value.replace('json; charset=utf-8', 'json')}`];
    });
    this.#lines.push(`  ${[response.status, ...headers].join(' | ')}`);
    if (reply !== undefined) this.#lines.push(`  ${this.#spelling.json(reply)}`);
    else if (answered !== undefined)
      this.#lines.push(...this.#spelling.text(answered).trimEnd().split('\n').map(indented));
  }
}

const indented = (line: string) => `  ${line}`;

function callerOf({ headers }: Request): string {
  const credential = headers.get('authorization') ?? '';
  if (credential === '') return 'anyone';
  return credential.includes('kopai_ses_') ? 'session' : 'key';
}
