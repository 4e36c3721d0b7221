import { Problem } from '@kopai/contracts';
import express, { type Express } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import * as z from 'zod/mini';
import type { Trace } from '../trace.ts';
import type { Handlers } from './call.ts';
import { crossOrigin } from './cross-origin.ts';
import { mountDocs } from './docs-page.ts';
import type { Watched } from './gauges.ts';
import { mountGuide } from './guide.ts';
import { accessHandlers } from './handlers/access.ts';
import { auditHandlers } from './handlers/audit.ts';
import { autoTopupHandlers } from './handlers/auto-topup.ts';
import { catalogHandlers } from './handlers/catalog.ts';
import { chargeHandlers } from './handlers/charges.ts';
import { organizationHandlers } from './handlers/organizations.ts';
import { payoutHandlers } from './handlers/payouts.ts';
import { planHandlers } from './handlers/plans.ts';
import { topupHandlers } from './handlers/topups.ts';
import { transactionsCsv, walletHandlers } from './handlers/wallets.ts';
import { webhookHandlers } from './handlers/webhook-endpoints.ts';
import { type Limits, limitAddress, limitRequests } from './limits.ts';
import { mount } from './mount.ts';
import { createOperations } from './operations.ts';
import { mountOperator } from './operator/mount-operator.ts';
import type { StripeReview } from './operator/stripe-review.ts';
import { problemHandler } from './problem-response.ts';
import { requestId } from './request-id.ts';
import { routeOf } from './route-of.ts';
import type { Services } from './services.ts';
import { walletStream } from './stream.ts';
import { traceRequests } from './trace-requests.ts';

export interface HttpOptions {
  readonly services: Services;
  readonly log: Logger;
  readonly limits: Limits;
  /** Proxies whose word on where a request comes from is believed; none unless said. */
  readonly trustedProxies?: readonly string[] | undefined;
  readonly version: string;
  /** How the connections of each pool to the database stand, by its name. */
  readonly connections: Watched['connections'];
  /** How often work that comes round by itself has failed, by its task. */
  readonly failedRounds: Watched['failedRounds'];
  /** Where each request is told; nowhere unless there is one. */
  readonly trace?: Trace | undefined;
  /** Where the guide is built into; undefined where none is served. */
  readonly guideFolder?: string | undefined;
  /** Takes a signed Stripe event as raw bytes. */
  readonly receiveStripeEvent: (body: Buffer, signature: string | undefined) => Promise<void>;
  /** Its inbox, for the operator. */
  readonly stripeReview: StripeReview;
}

/** Largest event Stripe sends us, in bytes: theirs are a few kilobytes, a large invoice some hundred. */
const webhookBytesMost = 1024 * 1024;

/** The whole front door. */
export function createHttp(options: HttpOptions): { app: Express; drain(): void } {
  const { services, log, limits, version } = options;
  z.config(z.locales.en());
  const operations = createOperations(services, options);
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', [...(options.trustedProxies ?? [])]);
  app.use(requestId(services.clock));
  if (options.trace) app.use(traceRequests(options.trace));
  app.use(
    pinoHttp({
      logger: log,
      genReqId: (request) => (request as express.Request).id,
      customLogLevel: (_request, response, error) =>
        error !== undefined || response.statusCode >= 500 ? 'error' : response.statusCode >= 400 ? 'info' : 'debug',
      // The pattern, never the path: wallets are named by their owners, whose ids may be addresses of e-mail.
      customSuccessObject: (request, _response, said: object) => ({ ...said, route: routeOf(request) }),
      customErrorObject: (request, _response, _error, said: object) => ({ ...said, route: routeOf(request) }),
      ...(options.trace && {
        customProps: (_request, response) => ({ traceId: (response as express.Response).locals.traceId }),
      }),
      serializers: {
        req: ({ id, method }: { id: string; method: string }) => ({ id, method }),
        res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
      },
    }),
  );
  app.use(operations.measure);
  app.use(
    helmet({
      contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
      // Answers are read by pages of other origins on purpose; which ones is for the origin policy to say.
      crossOriginResourcePolicy: { policy: 'cross-origin' },
    }),
  );
  app.use('/v1', crossOrigin(services.origins));
  app.use(['/v1', '/metrics', '/operator/api'], ...limitRequests(limits, services.clock));
  operations.mount(app, limits);
  mountOperator(app, options);
  mountDocs(app, version);
  if (options.guideFolder !== undefined) mountGuide(app, options.guideFolder);
  app.post(
    '/webhooks/stripe',
    limitAddress(limits.stripeEvents),
    express.raw({ type: () => true, limit: webhookBytesMost }),
    async (request, response) => {
      const body: unknown = request.body;
      await options.receiveStripeEvent(Buffer.isBuffer(body) ? body : Buffer.alloc(0), request.get('Stripe-Signature'));
      response.json({ received: true });
    },
  );
  mount(app, services, handlersOf(services), {
    'wallets.stream': walletStream(services, limits),
    'wallets.transactions': transactionsCsv(services),
  });
  app.use((request) => {
    throw new Problem('route_not_found', `There is no ${request.method} ${request.path}.`);
  });
  app.use(problemHandler((error, id) => log.error({ err: error, requestId: id }, 'request failed')));
  return { app, drain: operations.drain };
}

const handlersOf = (services: Services): Handlers => ({
  ...accessHandlers(services),
  ...auditHandlers(services),
  ...autoTopupHandlers(services),
  ...catalogHandlers(services),
  ...chargeHandlers(services),
  ...organizationHandlers(services),
  ...payoutHandlers(services),
  ...planHandlers(services),
  ...topupHandlers(services),
  ...walletHandlers(services),
  ...webhookHandlers(services),
});
