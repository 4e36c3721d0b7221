import { type Callers, Problem } from '@kopai/contracts';
import cors from 'cors';
import type { RequestHandler } from 'express';
import type { OriginPolicy } from './origins.ts';

/** Headers that a page may read beside those every page may. */
const exposed = [
  'ETag',
  'Idempotency-Replayed',
  'RateLimit-Limit',
  'RateLimit-Remaining',
  'RateLimit-Reset',
  'Retry-After',
  'X-Request-Id',
  'X-Should-Retry',
];

/** Answers preflights and marks answers: any page may read prices, only listed ones may send a credential. */
export function crossOrigin(policy: OriginPolicy): RequestHandler {
  return cors((request, answer) => {
    const origin = request.headers.origin;
    const listed = origin !== undefined && policy.allows(origin);
    answer(null, {
      origin: listed ? origin : '*',
      methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
      allowedHeaders: listed
        ? ['Authorization', 'Content-Type', 'Idempotency-Key', 'Last-Event-ID', 'X-Request-Id']
        : ['X-Request-Id'],
      exposedHeaders: exposed,
      maxAge: 600,
    });
  });
}

/** Holds pages to the list. What anyone may read needs no list, as long as no credential comes along. */
export function requireOrigin(
  policy: OriginPolicy,
  request: { origin: string | undefined; own: string; authorized: boolean },
  callers: Callers,
): void {
  const { origin, own, authorized } = request;
  if (origin === undefined || origin === own || policy.allows(origin)) return;
  if (callers.anyone && !authorized) return;
  throw new Problem('origin_not_allowed', `Pages of ${origin} may not call this server.`);
}
