import { bodyBytesMost, type Endpoint, type EndpointName, endpointList, Problem, splitRoute } from '@kopai/contracts';
import express, { type Express, type Request, type RequestHandler, type Response, type Router } from 'express';
import * as z from 'zod/mini';
import { authorize, type Caller, callerName } from '../access/index.ts';
import type { Clock } from '../clock.ts';
import type { Pool } from '../db/index.ts';
import { newId } from '../new-id.ts';
import type { Alternatives, Call, Handlers } from './call.ts';
import { requireOrigin } from './cross-origin.ts';
import { decode } from './decode.ts';
import { encode } from './encode.ts';
import { type Answer, idempotencyKeyOf, replaying } from './idempotency.ts';
import type { OriginPolicy } from './origins.ts';

export interface MountDependencies {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly origins: OriginPolicy;
  readonly authenticate: (header: string | undefined) => Promise<Caller>;
}

type Row = Endpoint & { name: EndpointName; route: string };

/** What the table's rows have in common: the types of a single row are lost in the loop over them, and proved by `Handlers`. */
type AnyHandler = (call: Call<EndpointName>) => Promise<unknown>;
type AnyAlternative = (call: Call<EndpointName>, request: Request, response: Response) => Promise<void>;

/** Makes every row of the table a route: who may call, what comes in, what goes out. */
export function mount(app: Express, deps: MountDependencies, handlers: Handlers, alternatives: Alternatives): void {
  const nouns = new Map<string, { router: Router; methods: Map<string, string[]> }>();
  for (const row of endpointList()) {
    const { method, path } = splitRoute(row.route);
    const [noun, route] = nounAndRest(path);
    const { router, methods } = nouns.get(noun) ?? { router: express.Router(), methods: new Map<string, string[]>() };
    nouns.set(noun, { router, methods });
    methods.set(route, [...(methods.get(route) ?? []), method]);
    const handler = handlers[row.name] as AnyHandler;
    const alternative = row.alternative && (alternatives[row.name as keyof Alternatives] as AnyAlternative);
    const steps = [admit(deps, row), ...parseBody(row), serve(deps, row, handler, alternative)];
    router[method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete'](route, ...steps);
  }
  for (const [noun, { router, methods }] of nouns) {
    for (const [route, allowed] of methods) router.all(route, refuseMethod(allowed));
    app.use(noun, router);
  }
}

/** A router for each noun: a request is held against the routes of its own, instead of those of all. */
function nounAndRest(path: string): [noun: string, rest: string] {
  const [, version, name, ...rest] = path.split('/');
  return [`/${version}/${name}`, `/${rest.join('/')}`.replaceAll(/\{(\w+)\}/g, ':$1')];
}

const refuseMethod =
  (allowed: readonly string[]): RequestHandler =>
  (request, response, next) => {
    response.setHeader('Allow', allowed.join(', '));
    next(new Problem('method_not_allowed', `${request.method} is not one of ${allowed.join(', ')}.`));
  };

/** Who is calling is settled before a body is read. */
function admit({ authenticate, origins }: MountDependencies, row: Row): RequestHandler {
  return async (request, response, next) => {
    const authorization = request.get('Authorization');
    requireOrigin(
      origins,
      {
        origin: request.get('Origin'),
        own: `${request.protocol}://${request.get('Host')}`,
        authorized: authorization !== undefined,
      },
      row.callers,
    );
    const caller = await authenticate(authorization);
    authorize(caller, row.callers);
    response.locals.caller = caller;
    next();
  };
}

/** Bodies are JSON, bounded, and wanted only where the row has a schema for one. */
function parseBody(row: Row): RequestHandler[] {
  if (!row.body) return [];
  const json = express.json({ limit: row.bodyBytes ?? bodyBytesMost, type: 'application/json', strict: true });
  const requireJson: RequestHandler = (request, _response, next) => {
    const empty = request.get('Content-Length') === '0' || request.is('*/*') === null;
    if (empty || request.is('application/json')) return next();
    next(new Problem('unsupported_media_type', 'Send the body as application/json.'));
  };
  return [requireJson, json];
}

function serve(
  deps: MountDependencies,
  row: Row,
  handler: AnyHandler,
  alternative: AnyAlternative | undefined,
): RequestHandler {
  return async (request, response) => {
    const caller = response.locals.caller as Caller;
    const key = row.replay === undefined ? undefined : idempotencyKeyOf(request.get('Idempotency-Key'));
    const scope = `${tenantOf(caller)} ${row.route}`;
    const call: Omit<Call<EndpointName>, 'cause'> = {
      params: row.params ? decode(row.params, request.params, 'path') : {},
      query: row.query ? decode(row.query, { ...request.query }, 'query') : {},
      body: row.body ? decode(row.body, request.body ?? {}, 'body') : {},
      caller: caller as Call<EndpointName>['caller'],
      idempotencyKey: key === undefined ? undefined : `${scope} ${key}`,
      markReplayed: () => response.setHeader('Idempotency-Replayed', 'true'),
      header: (name, value) => response.setHeader(name, value),
    } as Omit<Call<EndpointName>, 'cause'>;
    const freshCause = `request:${newId('request', deps.clock())}`;

    if (alternative && wantsAlternative(request, row)) {
      await alternative({ ...call, cause: freshCause } as Call<EndpointName>, request, response);
      return;
    }
    const work = async (cause: string): Promise<Answer> => {
      const reply = await handler({ ...call, cause } as Call<EndpointName>);
      return {
        status: row.status ?? 200,
        body: encode(row.reply, reply as z.output<typeof row.reply>),
      };
    };
    if (key === undefined || row.replay !== 'key') return send(response, await work(freshCause));
    const content = JSON.stringify([request.baseUrl + request.path, row.body ? z.encode(row.body, call.body) : null]);
    const { replayed, ...answer } = await replaying(deps, { scope, key, content }, work);
    if (replayed) call.markReplayed();
    send(response, answer);
  };
}

/** Whose Idempotency-Keys are told apart: all keys of the operator are one, so that a rotation in the middle of a retry changes nothing. */
const tenantOf = (caller: Caller): string => (caller.kind === 'key' ? 'operator' : callerName(caller));

/** A stream has no other form; a list is a file for those who ask for one. */
const wantsAlternative = (request: Request, row: Row): boolean =>
  row.alternative === 'text/event-stream' ||
  request.accepts(['application/json', row.alternative ?? '']) === row.alternative;

/** Only what may be asked for again without a change is compared with what the asker has: nothing else needs a tag. */
function send(response: Response, { status, body }: Answer): void {
  if (!response.hasHeader('Cache-Control')) response.setHeader('Cache-Control', 'private, no-store');
  response.status(status).setHeader('Content-Type', 'application/json; charset=utf-8');
  if (response.req.method === 'GET') response.send(body);
  else response.setHeader('Content-Length', Buffer.byteLength(body)).end(body);
}
