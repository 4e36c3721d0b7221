import { Problem } from '@kopai/contracts';
import type { Express, RequestHandler } from 'express';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { authorize } from '../access/index.ts';
import { registerGauges } from './gauges.ts';
import { type Limits, limitAddress } from './limits.ts';
import { routeOf } from './route-of.ts';
import type { Services } from './services.ts';

/** What an operator's tools ask: is the process alive, may it get traffic, how is it doing. */
export interface Operations {
  /** Measures every request. */
  readonly measure: RequestHandler;
  mount(app: Express, limits: Pick<Limits, 'probes'>): void;
  /** From now on not ready: a process that drains takes no new traffic. */
  drain(): void;
}

export function createOperations({ pool, live, charges, clock, authenticate }: Services): Operations {
  let draining = false;
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: 'kopai_http_request_duration_seconds',
    help: 'How long requests took, by route and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  registerGauges(registry, { pool, live, charges, clock });

  let reaching: Promise<unknown> | undefined;
  /** However many ask at once, the database is asked once. */
  const reachDatabase = () => {
    reaching ??= pool
      .query('select 1')
      .catch(() => {
        throw new Problem('unavailable', 'The database cannot be reached.');
      })
      .finally(() => {
        reaching = undefined;
      });
    return reaching;
  };

  return {
    measure: (request, response, next) => {
      const stop = durations.startTimer({ method: request.method });
      response.once('finish', () => {
        // The pattern, never the path: a label per wallet would fill the memory of whoever collects it.
        stop({ route: routeOf(request), status: String(response.statusCode) });
      });
      next();
    },
    drain: () => {
      draining = true;
    },
    mount(app, { probes }) {
      app.get('/healthz', (_request, response) => {
        response.json({ status: 'ok' });
      });
      app.get('/readyz', limitAddress(probes), async (_request, response) => {
        if (draining) throw new Problem('unavailable', 'The process is shutting down.');
        await reachDatabase();
        response.json({ status: 'ready' });
      });
      app.get('/metrics', async (request, response) => {
        authorize(await authenticate(request.get('Authorization')), { key: 'admin' });
        response.type(registry.contentType).send(await registry.metrics());
      });
    },
  };
}
