import { Problem } from '@kopai/contracts';
import type { Express, RequestHandler } from 'express';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { admitCollectors } from './collectors.ts';
import { registerGauges, type Watched } from './gauges.ts';
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

export function createOperations(services: Services, watched: Watched): Operations {
  const { pool } = services;
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
  registerGauges(registry, services, watched);
  const admit = admitCollectors(services);

  let reaching: Promise<unknown> | undefined;
  /** However many ask at once, the database is asked once. */
  const reachDatabase = () => {
    reaching ??= pool
      .query<{ standby: boolean }>('select pg_is_in_recovery() as standby')
      .catch(() => {
        throw new Problem('unavailable', 'The database cannot be reached.');
      })
      .then(([row]) => {
        // Such as the primary of yesterday, which a failover has left behind.
        if (row?.standby) throw new Problem('unavailable', 'The database is a standby, where nothing can be written.');
      })
      .finally(() => {
        reaching = undefined;
      });
    return reaching;
  };

  return {
    measure: (request, response, next) => {
      const stop = durations.startTimer({ method: request.method });
      response.once('close', () => {
        // Whoever left before there was an answer has seen no status; proxies write 499 for it. A stream is left by its reader, and has answered.
        const status = response.headersSent ? String(response.statusCode) : '499';
        // The pattern, never the path: a label per wallet would fill the memory of whoever collects it.
        stop({ route: routeOf(request), status });
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
        await admit(request.get('Authorization'));
        response.type(registry.contentType).send(await registry.metrics());
      });
    },
  };
}
