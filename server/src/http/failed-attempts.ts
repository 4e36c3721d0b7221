import { Problem } from '@kopai/contracts';
import type { RequestHandler } from 'express';
import { ipKeyGenerator } from 'express-rate-limit';
import type { Clock } from '../clock.ts';

const windowMs = 60_000;

/** Addresses that are remembered at most: some 100 bytes each. The oldest is forgotten first. */
const addressesMost = 100_000;

interface Window {
  count: number;
  readonly endsMs: number;
}

/**
 * Turns away addresses that failed to authenticate `most` times within a minute. An attempt counts when it has failed and not while it is under way:
 * a backend with a thousand requests at once is no guesser.
 */
export function refuseGuessers(most: number, clock: Clock): RequestHandler {
  const windows = new Map<string, Window>();
  const windowOf = (address: string): Window | undefined => {
    const window = windows.get(address);
    if (window === undefined || window.endsMs > clock()) return window;
    windows.delete(address);
    return undefined;
  };
  const countFailure = (address: string) => {
    const window = windowOf(address) ?? { count: 0, endsMs: clock() + windowMs };
    window.count += 1;
    windows.set(address, window);
    const [oldest] = windows.keys();
    if (windows.size > addressesMost && oldest !== undefined) windows.delete(oldest);
  };
  return (request, response, next) => {
    const address = ipKeyGenerator(request.ip ?? '');
    const window = windowOf(address);
    if (window !== undefined && window.count >= most) {
      response.setHeader('Retry-After', String(Math.ceil((window.endsMs - clock()) / 1000)));
      next(new Problem('rate_limited', 'Too many credentials that are none came from this address.'));
      return;
    }
    response.once('finish', () => {
      if (response.statusCode === 401) countFailure(address);
    });
    next();
  };
}
