import { fileURLToPath } from 'node:url';
import { type Context, createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { beforeAll, expect, test } from 'vitest';
import { charge, wallet } from './scripted-fetch.ts';

/**
 * What every runtime has by the web's standards: browsers, workers, Deno, Bun and Node. A worker at the edge has no more than this; in particular no
 * `process`, no `Buffer`, no `window` and no `document`.
 */
const webStandard = {
  AbortController,
  AbortSignal,
  Blob,
  Headers,
  ReadableStream,
  Request,
  Response,
  TextDecoder,
  TextEncoder,
  URL,
  URLSearchParams,
  atob,
  btoa,
  clearTimeout,
  crypto,
  performance,
  queueMicrotask,
  setTimeout,
  structuredClone,
};

const source = fileURLToPath(new URL('../src/', import.meta.url));

/** A program of a worker, run with the whole client inside it. `answer` is what it comes to. */
const program = `
  import { formatCredits, Kopai, QuoteExpiredError } from './index.ts';
  globalThis.answer = async ({ charge, wallet, secret, delivery }) => {
    const bodies = { charges: { ...charge, status: 'held' }, capture: { ...charge, status: 'captured' }, me: wallet };
    const fetch = async (request) => {
      const { pathname } = new URL(request.url);
      const said = new Headers({ 'content-type': 'application/json', 'x-request-id': 'req_w' });
      if (pathname.endsWith('/stream')) {
        said.set('content-type', 'text/event-stream');
        return new Response('event: balance\\nid: 7\\ndata: ' + JSON.stringify(wallet) + '\\n\\n', { headers: said });
      }
      if (pathname.endsWith('/agents/late')) {
        const problem = { code: 'quote_expired', status: 409, expiredAt: 'then', requestId: 'req_w' };
        return new Response(JSON.stringify(problem), { status: 409, headers: said });
      }
      return new Response(JSON.stringify(bodies[pathname.split('/').at(-1)] ?? {}), { headers: said });
    };
    const logged = [];
    const kopai = new Kopai({ apiKey: 'kopai_sk_1', baseUrl: 'https://kopai.test', fetch, totalTimeout: 5_000,
      logger: { debug: (line) => logged.push(line) } });
    const message = { agentId: 'tutor', userId: 'alice', messageId: 'm1' };
    const worked = await kopai.charges.withHold(message, ({ charge }) => formatCredits(charge.amount));
    let live;
    for await (const event of kopai.wallets.stream('me')) { live = String(event.available); break; }
    const late = await kopai.agents.get('late').catch((error) => error instanceof QuoteExpiredError && error.expiredAt);
    const event = await kopai.webhooks.unwrap(delivery.body, delivery.headers, secret);
    const given = new AbortController();
    given.abort(new Error('gone'));
    const gone = await kopai.wallets.get('me', { signal: given.signal }).catch((error) => error.message);
    return JSON.stringify({ worked, live, late, event: event.type, gone, attempts: logged.length });
  };
`;

let code: string;
beforeAll(async () => {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: source, loader: 'ts' },
    bundle: true,
    write: false,
    target: 'es2022',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    format: 'iife',
    logLevel: 'error',
  });
  code = outputFiles.map(({ text }) => text).join('');
});

const worker = (more: Record<string, unknown> = {}): Context => createContext({ ...webStandard, ...more });

async function run(context: Context): Promise<unknown> {
  const { Webhook } = await import('standardwebhooks');
  const secret = `whsec_${btoa('a secret of a webhook')}`;
  const body = JSON.stringify({ id: 'evt_1', type: 'charge.captured', timestamp: 'now', data: charge });
  const at = new Date();
  const headers = {
    'webhook-id': 'evt_1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign('evt_1', at, body),
  };
  Object.assign(context, { given: { charge, wallet, secret, delivery: { body, headers } } });
  runInContext(code, context);
  return JSON.parse(await runInContext('answer(given)', context));
}

const expected = {
  worked: '1.5',
  live: '12000000',
  late: 'then',
  event: 'charge.captured',
  gone: 'gone',
  attempts: 4,
};

test('a worker that has the globals of the web and no others runs all of it', async () => {
  expect(await run(worker())).toEqual(expected);
});

test('so does one like Bun, which has some of Node’s globals, none of which is touched', async () => {
  const touched: string[] = [];
  const trap = (name: string) =>
    new Proxy(
      {},
      {
        get(_, property) {
          touched.push(`${name}.${String(property)}`);
          return undefined;
        },
      },
    );
  const context = worker({
    process: trap('process'),
    Bun: trap('Bun'),
    Buffer: trap('Buffer'),
    global: trap('global'),
  });
  expect(await run(context)).toEqual(expected);
  expect(touched).toEqual([]);
});

test('a browser too old to join signals still gets its answers', async () => {
  class OlderAbortSignal extends EventTarget {}
  expect(await run(worker({ AbortSignal: OlderAbortSignal }))).toEqual(expected);
});
