import { createHash } from 'node:crypto';
import { Problem } from '@kopai/contracts';
import type { Request, RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import type { Clock } from '../clock.ts';
import { refuseGuessers } from './failed-attempts.ts';

/** Requests a minute, by who calls. Kept in memory by each process: a limit protects a process, it is no account of anything. */
export interface Limits {
  /** A backend's key: far above what a process can serve, so that only a runaway loop meets it. */
  readonly key: number;
  /** A browser's session: a busy page makes a few dozen. */
  readonly session: number;
  /** An address without a credential: many readers may share one. */
  readonly address: number;
  /** Failed authentications of an address. */
  readonly failures: number;
  /** Balance streams that one user has open: one for each browser, with room for pages that hold their own. */
  readonly streams: number;
  /**
   * Events of Stripe from one address. Stripe sends from a dozen of them, so this is 500 a second from each: some thousand payments a second, for each
   * brings a handful of events. Only a flood of forged ones comes near it. An event that is refused is not lost: Stripe repeats it for three days.
   */
  readonly stripeEvents: number;
  /** Questions of one address whether this process is ready: 20 a second, where a load balancer's dozen of probers ask once a second each. */
  readonly probes: number;
}

export const defaultLimits: Limits = {
  key: 1_000_000,
  session: 1_200,
  address: 3_000,
  failures: 300,
  streams: 50,
  stripeEvents: 30_000,
  probes: 1_200,
};

const windowMs = 60_000;

const refuse: RequestHandler = (_request, _response, next) =>
  next(new Problem('rate_limited', 'The limit of requests per minute is reached.'));

const shared = { windowMs, standardHeaders: 'draft-6', legacyHeaders: false, handler: refuse } as const;

const addressOf = (request: Request): string => ipKeyGenerator(request.ip ?? '');

/** Limits one route by address, before its body is read. */
export const limitAddress = (limit: number): RequestHandler => rateLimit({ ...shared, limit, keyGenerator: addressOf });

/** Limits by credential, and by address where there is none. Runs before the credential is checked: a flood must not reach the database. */
export function limitRequests(limits: Limits, clock: Clock): RequestHandler[] {
  return [
    refuseGuessers(limits.failures, clock),
    rateLimit({
      ...shared,
      limit: (request) => {
        const credential = request.get('Authorization');
        if (credential === undefined) return limits.address;
        return credential.includes('kopai_ses_') ? limits.session : limits.key;
      },
      keyGenerator: (request) => {
        const credential = request.get('Authorization');
        if (credential === undefined) return addressOf(request);
        return createHash('sha256').update(credential).digest('base64');
      },
    }),
  ];
}
