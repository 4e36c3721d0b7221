import express, { type ErrorRequestHandler, type Express, type Request, type Response, type Router } from 'express';
import { embedScript, pageStyle } from '../pages/assets.ts';
import { errorPage } from '../pages/error-page.ts';
import type { Page } from '../pages/page.ts';
import { defineStripe } from '../stripe-js/define-stripe.ts';
import type { Feature } from '../world/feature.ts';
import type { World } from '../world/world.ts';
import { answerApi, hangs } from './api-door.ts';
import { ApiError } from './api-error.ts';
import { ControlError } from './control-error.ts';
import { Params } from './params.ts';
import type { ApiRoute, ControlRoute, PageRoute } from './route.ts';

/** Far above any request of Stripe's client, far below what would hurt. */
const bodyLimit = '1mb';

/** Serves every route of the features over HTTP. The one place that knows the web framework. */
export function createApp(world: World, features: readonly Feature[]): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'extended');
  app.use('/v1', express.urlencoded({ extended: true, limit: bodyLimit }), apiRouter(world, features));
  app.use('/_sim', express.json({ limit: bodyLimit }));
  for (const feature of features) {
    for (const route of feature.controls ?? []) mountControl(app, world, route);
  }
  app.get('/_sim/assets/page.css', (_request, response) => void response.type('css').send(pageStyle));
  app.get('/_sim/assets/embed.js', (_request, response) => void response.type('js').send(embedScript));
  app.get('/js/stripe.js', (_request, response) => {
    // Any page may import it, as a module too: that asks across origins.
    response.set('access-control-allow-origin', '*').type('js');
    response.send(`(${defineStripe})(${JSON.stringify(world.url)});\n`);
  });
  app.use('/_sim', (request, response) => {
    response
      .status(404)
      .json({ error: { message: `The simulator has no route ${request.method} ${request.originalUrl}` } });
  });
  app.use(express.urlencoded({ extended: false, limit: bodyLimit }));
  for (const feature of features) {
    for (const route of feature.pages ?? []) mountPage(app, world, route);
  }
  app.use((_request, response) => sendPage(response, errorPage(404, 'There is nothing at this address.')));
  app.use(failure(world));
  return app;
}

function apiRouter(world: World, features: readonly Feature[]): Router {
  const router = express.Router();
  const answer = (request: Request, response: Response, route: ApiRoute | undefined): void => {
    const reply = answerApi(
      world,
      {
        method: request.method,
        path: `${request.baseUrl}${request.path}`,
        pathParams: pathParams(request),
        query: request.query,
        body: hash(request.body),
        header: (name) => request.get(name),
      },
      route,
    );
    if (reply === hangs) return;
    response.status(reply.status).set(reply.headers).type('json').send(reply.body);
  };
  for (const route of features.flatMap((feature) => feature.api ?? [])) {
    const path = route.path.slice('/v1'.length);
    const handler = (request: Request, response: Response): void => answer(request, response, route);
    if (route.method === 'GET') router.get(path, handler);
    else if (route.method === 'POST') router.post(path, handler);
    else router.delete(path, handler);
  }
  router.use((request, response) => answer(request, response, undefined));
  return router;
}

function mountControl(app: Express, world: World, route: ControlRoute): void {
  const handler = (request: Request, response: Response): void => {
    const params = pathParams(request);
    world.tick();
    const answer = world.store.transaction(() =>
      route.handle(world, { body: hash(request.body), path: (name) => params[name] ?? '' }),
    );
    response.json(answer);
  };
  if (route.method === 'GET') app.get(route.path, handler);
  else if (route.method === 'POST') app.post(route.path, handler);
  else app.delete(route.path, handler);
}

function mountPage(app: Express, world: World, route: PageRoute): void {
  const handler = (request: Request, response: Response): void => {
    const params = pathParams(request);
    world.tick();
    const page = world.store.transaction(() =>
      route.handle(world, {
        form: new Params(hash(request.body)),
        query: new Params(request.query),
        path: (name) => params[name] ?? '',
      }),
    );
    sendPage(response, page);
  };
  if (route.method === 'GET') app.get(route.path, handler);
  else app.post(route.path, handler);
}

function sendPage(response: Response, page: Page): void {
  if ('redirect' in page) {
    response.redirect(303, page.redirect);
    return;
  }
  response
    .status(page.status)
    .set({
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; img-src data:; style-src 'self'; script-src 'self'; base-uri 'none'; frame-ancestors ${page.framed ? '*' : "'none'"}`,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
    .type('html')
    .send(page.html);
}

/** The last resort: a body that can't be parsed, a refused control call, or a fault of the simulator. */
function failure(world: World): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const status = statusOf(error);
    const message = status < 500 && error instanceof Error ? error.message : 'The simulator failed.';
    if (status >= 500) world.logger.error({ err: error, path: request.path }, 'the simulator failed');
    const isPage = !/^\/(v1|_sim)\b/.test(request.originalUrl);
    if (isPage) sendPage(response, errorPage(status, message));
    else
      response.status(status).json({ error: { type: status < 500 ? 'invalid_request_error' : 'api_error', message } });
  };
}

function statusOf(error: unknown): number {
  if (error instanceof ControlError || error instanceof ApiError) return error.status;
  // The body parser's own errors carry their status: 400 for what can't be parsed, 413 for what is too large.
  if (error instanceof Error && 'status' in error && typeof error.status === 'number') return error.status;
  return 500;
}

function pathParams(request: Request): Record<string, string> {
  const named = Object.entries(request.params);
  return Object.fromEntries(named.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

function hash(body: unknown): Readonly<Record<string, unknown>> {
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : {};
}
