import Stripe from 'stripe';
import { checkAccess } from '../accounts/account.ts';
import { makeId } from '../world/make-id.ts';
import type { RequestContext, World } from '../world/world.ts';
import { ApiError, invalidRequest } from './api-error.ts';
import { authenticate } from './authenticate.ts';
import { expand } from './expand.ts';
import { IdempotentRequest } from './idempotency.ts';
import { Params } from './params.ts';
import type { ApiRoute } from './route.ts';

/** A request to Stripe's API, free of the web framework. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly pathParams: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: Readonly<Record<string, unknown>>;
  header(name: string): string | undefined;
}

export interface ApiReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Nothing is answered, ever: what a lost connection looks like. */
export const hangs = Symbol('hangs');

/** Answers one API request; `route` is undefined where no route matches. */
export function answerApi(world: World, request: ApiRequest, route: ApiRoute | undefined): ApiReply | typeof hangs {
  const id = makeId('req', 14);
  const version = request.header('stripe-version') ?? Stripe.API_VERSION;
  const headers: Record<string, string> = { 'request-id': id, 'stripe-version': version };
  try {
    authenticate(request.header('authorization'));
    const account = readAccount(request.header('stripe-account'));
    if (account !== null) headers['stripe-account'] = account;
    if (!route) throw unrecognized(request);
    if (account !== null) checkAccount(world, route, account);
    const operation = `${request.method} ${request.path}`;
    if (world.chaos.takes('error500BeforeCommit', operation)) return serverError(headers);
    const idempotencyKey = request.method === 'POST' ? (request.header('idempotency-key') ?? null) : null;
    if (idempotencyKey !== null) headers['idempotency-key'] = idempotencyKey;
    const reply = perform(world, request, route, { id, idempotencyKey }, account, headers);
    if (world.chaos.takes('error500AfterCommit', operation)) return serverError(headers);
    if (world.chaos.takes('hangAfterCommit', operation)) return hangs;
    return reply;
  } catch (error) {
    if (error instanceof ApiError) return { status: error.status, headers, body: JSON.stringify(error.body) };
    world.logger.error({ err: error, requestId: id, path: request.path }, 'the simulator failed');
    return serverError(headers);
  }
}

/** Replays, or does the work and keeps its answer: both in one transaction. */
function perform(
  world: World,
  request: ApiRequest,
  route: ApiRoute,
  context: RequestContext,
  account: string | null,
  headers: Readonly<Record<string, string>>,
): ApiReply {
  world.tick();
  const { idempotencyKey } = context;
  const idempotent =
    idempotencyKey === null
      ? undefined
      : new IdempotentRequest(world, idempotencyKey, account, `${request.method} ${request.path}`, request.body);
  const kept = idempotent?.find();
  if (kept) {
    const replayed = { ...headers, 'idempotent-replayed': 'true', 'original-request': kept.request };
    return { status: kept.status, headers: replayed, body: kept.body };
  }
  return world.store.transaction(() => {
    world.request = context;
    try {
      const answer = handle(world, request, route, account);
      const status = answer instanceof ApiError ? answer.status : 200;
      const body = JSON.stringify(answer instanceof ApiError ? answer.body : answer);
      idempotent?.keep(context.id, status, body);
      return { status, headers, body };
    } finally {
      world.request = null;
    }
  });
}

function handle(world: World, request: ApiRequest, route: ApiRoute, account: string | null): object | ApiError {
  const params = new Params({ ...request.query, ...request.body });
  const paths = params.strings('expand');
  const answer = route.handle(world, {
    params,
    url: request.path,
    account,
    path: (name) => request.pathParams[name] ?? '',
  });
  params.refuseUnread();
  return answer instanceof ApiError ? answer : expand(world, answer, paths);
}

function readAccount(header: string | undefined): string | null {
  if (header === undefined) return null;
  if (!/^acct_\w+$/.test(header)) throw invalidRequest(`Invalid Stripe-Account header: ${header}`);
  return header;
}

/** An object that lived on the platform instead of in the account asked for would be a lie, so it is refused. */
function checkAccount(world: World, route: ApiRoute, account: string): void {
  checkAccess(world, account);
  if (route.perAccount) return;
  throw invalidRequest(
    `The simulator has ${route.path} for the platform alone: leave out the Stripe-Account header (${account}).`,
  );
}

function unrecognized({ method, path }: ApiRequest): ApiError {
  return new ApiError(404, {
    type: 'invalid_request_error',
    message: `Unrecognized request URL (${method}: ${path}). The simulator does not know this route.`,
  });
}

function serverError(headers: Readonly<Record<string, string>>): ApiReply {
  const error = new ApiError(500, { type: 'api_error', message: 'An unknown error occurred' });
  return { status: 500, headers, body: JSON.stringify(error.body) };
}
