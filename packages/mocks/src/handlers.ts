import { type Endpoint, type EndpointName, endpointList, Problem, splitRoute } from '@kopai/contracts';
import { delay, type HttpHandler, http } from 'msw';
import * as z from 'zod/mini';
import { authorize, type Caller, nameOf } from './access.ts';
import { witness } from './acts.ts';
import type { Alternatives, Answers, Call } from './answers/call.ts';
import { alternativesOf, answersOf } from './answers.ts';
import { bodyOf, decode, queryOf } from './decode.ts';
import type { Answer } from './idempotency.ts';
import { problemResponse } from './problem-response.ts';
import type { World } from './world.ts';

export interface HandlerOptions {
  /** Where the mocked server is; any origin by default. */
  readonly baseUrl?: string;
}

type Row = Endpoint & { readonly name: EndpointName; readonly route: string };

/** What the table's rows have in common: the types of a single row are lost in the loop over them, and proved by `Answers`. */
type AnyCall = Call<EndpointName>;
type AnyAnswer = (call: AnyCall) => unknown;
type AnyAlternative = (call: AnyCall, request: Request) => Response;

interface Spoken {
  readonly world: World;
  readonly answers: Answers;
  readonly alternatives: Alternatives;
}

/** msw handlers of a world: one for each row of the API's table, and a last one for every other route under `/v1`. */
export function handlers(world: World, { baseUrl = '*' }: HandlerOptions = {}): HttpHandler[] {
  const base = baseUrl.replace(/\/+$/, '');
  const spoken = { world, answers: answersOf(world), alternatives: alternativesOf(world) };
  const rows = endpointList().map((row) => {
    const { method, path } = splitRoute(row.route);
    const route = base + path.replaceAll(/\{(\w+)\}/g, ':$1');
    return http[method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete'](route, ({ request, params }) =>
      guarded(world, request, row.name, () => answer(spoken, row, request, params)),
    );
  });
  const elsewhere = http.all(`${base}/v1/*`, ({ request }) =>
    guarded(world, request, undefined, async () => {
      throw new Problem('route_not_found', `There is no ${request.method} ${new URL(request.url).pathname}.`);
    }),
  );
  return [...rows, ...otherMethods(world, base), elsewhere];
}

/** For each path of the table, the methods that it does not have. */
function otherMethods(world: World, base: string): HttpHandler[] {
  const methods = new Map<string, string[]>();
  for (const { route } of endpointList()) {
    const { method, path } = splitRoute(route);
    methods.set(path, [...(methods.get(path) ?? []), method]);
  }
  return Array.from(methods, ([path, has]) =>
    http.all(base + path.replaceAll(/\{(\w+)\}/g, ':$1'), async ({ request }) => {
      const allowed = has.join(', ');
      const response = await guarded(world, request, undefined, async () => {
        throw new Problem('method_not_allowed', `${request.method} is not one of ${allowed}.`);
      });
      response.headers.set('allow', allowed);
      return response;
    }),
  );
}

/** The weather, the request id, and the one door through which every refusal leaves. */
async function guarded(
  world: World,
  request: Request,
  endpoint: EndpointName | undefined,
  work: () => Promise<Response>,
): Promise<Response> {
  const delayMs = world.weather.delayOf(endpoint);
  if (delayMs > 0) await delay(delayMs === Number.POSITIVE_INFINITY ? 'infinite' : delayMs);
  if (world.weather.offline) return Response.error();
  world.catchUp();
  const refusesWith = world.weather.refusalOf(endpoint);
  const sent = request.headers.get('x-request-id') ?? '';
  const requestId = /^[A-Za-z0-9._-]{8,128}$/.test(sent) ? sent : world.newId('request');
  try {
    if (refusesWith) throw new Problem(refusesWith, 'This world was told to refuse this request.');
    const response = await work();
    response.headers.set('x-request-id', requestId);
    return response;
  } catch (error) {
    return problemResponse(error, requestId);
  }
}

async function answer(
  { world, answers, alternatives }: Spoken,
  row: Row,
  request: Request,
  params: unknown,
): Promise<Response> {
  const caller = world.access.authenticate(request.headers.get('authorization'));
  authorize(caller, row.callers);
  const owner = caller.kind === 'key' ? 'operator' : nameOf(caller);
  const key = row.replay && keyOf(request);
  const headers = new Headers({ 'content-type': 'application/json', 'cache-control': cachingOf(row.name, caller) });
  const markReplayed = () => headers.set('idempotency-replayed', 'true');
  const body = decode(row.body, await bodyOf(request, row), 'body');
  const call = {
    params: decode(row.params, params, 'path'),
    query: decode(row.query, queryOf(request.url), 'query'),
    body,
    caller,
    idempotencyKey: key && `${owner} ${row.route} ${key}`,
    markReplayed,
  } as AnyCall;
  if (row.alternative && wantsAlternative(request, row)) {
    return (alternatives[row.name as keyof Alternatives] as AnyAlternative)(call, request);
  }
  const work = async (): Promise<Answer> => {
    const noteAct = witness(world, row.name, call);
    const reply = (answers[row.name] as AnyAnswer)(call);
    noteAct(reply);
    return { status: row.status ?? 200, body: JSON.stringify(z.encode(row.reply, reply)) };
  };
  if (call.idempotencyKey === undefined || row.replay !== 'key') return sent(await work(), headers);
  const content = JSON.stringify([new URL(request.url).pathname, row.body ? z.encode(row.body, body) : null]);
  const { replayed, ...first } = await world.idempotency.replaying(call.idempotencyKey, content, work);
  if (replayed) markReplayed();
  return sent(first, headers);
}

/** Prices, packs and plans are the same for everybody for a while; all else is for its reader alone. */
function cachingOf(name: EndpointName, { kind }: Caller): string {
  if (name === 'plans.list') return 'public, max-age=60';
  const isPublic = name === 'packs.list' || (name === 'quotes.list' && kind === 'anonymous');
  if (isPublic) return 'public, max-age=30, stale-while-revalidate=300';
  return name === 'quotes.list' ? 'private, no-cache' : 'private, no-store';
}

const sent = ({ status, body }: Answer, headers: Headers) => new Response(body, { status, headers });

function keyOf(request: Request): string | undefined {
  const key = request.headers.get('idempotency-key');
  if (key === null) return undefined;
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key;
  const errors = [{ path: 'header.Idempotency-Key', message: 'must be 1 to 255 visible ASCII characters' }];
  throw new Problem('invalid_request', 'The Idempotency-Key is not valid.', { errors });
}

/** A stream has no other form; a list is a file for those who ask for one. */
const wantsAlternative = (request: Request, { alternative }: Row): boolean =>
  alternative === 'text/event-stream' || (request.headers.get('accept') ?? '').includes(alternative ?? 'none');
