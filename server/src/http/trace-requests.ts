import type { RequestHandler } from 'express';
import type { Trace } from '../trace.ts';
import { routeOf } from './route-of.ts';

/** Makes each request a step, named by its route's pattern and never by its path: wallets are named by their owners. */
export function traceRequests(trace: Trace): RequestHandler {
  return (request, response, next) => {
    trace.arrive(request.get('traceparent'), (arrival) => {
      response.locals.traceId = arrival.traceId;
      response.once('close', () => {
        const route = routeOf(request);
        arrival.end(
          `${request.method} ${route}`,
          {
            'http.request.method': request.method,
            'http.route': route,
            'http.response.status_code': response.statusCode,
            'kopai.request.id': String(request.id),
          },
          response.statusCode >= 500,
        );
      });
      next();
    });
  };
}
