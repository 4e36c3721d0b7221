import { encodeAmounts, Problem } from '@kopai/contracts';
import express, { type Express, type RequestHandler, type Response } from 'express';
import { authorize, type Caller, callerName } from '../../access/index.ts';
import { findWallets } from '../../ledger/index.ts';
import { requireOrigin } from '../cross-origin.ts';
import type { Services } from '../services.ts';
import { operatorActs } from './acts.ts';
import { readOverview } from './overview.ts';
import { mountOperatorPage } from './page.ts';
import type { StripeReview } from './stripe-review.ts';

/** Wallets that a search shows. */
const walletsShown = 25;

/** Longest owner that is searched for. */
const ownerMost = 140;

/** Largest body, in bytes: two ids. */
const bodyMost = 2 * 1024;

export interface OperatorDependencies {
  readonly services: Services;
  readonly stripeReview: StripeReview;
  readonly version: string;
}

/**
 * The operator's page, and what it asks. It is no part of the contract: what it tells (jobs, an inbox, a trial balance) is how this server works and not
 * what a Kopai is, so neither SDK nor mocks know of it. Everything but the page itself wants a key with `admin`.
 */
export function mountOperator(app: Express, { services, stripeReview, version }: OperatorDependencies): void {
  mountOperatorPage(app);
  app.get('/operator/api/overview', administrators(services), async (_request, response) => {
    send(response, await readOverview(services, stripeReview, version));
  });
  app.get('/operator/api/wallets', administrators(services), async (request, response) => {
    const { owner } = request.query;
    const asked = typeof owner === 'string' ? owner.trim().replaceAll('\0', '').slice(0, ownerMost) : '';
    send(response, { wallets: await findWallets(services.pool, { owner: asked, limit: walletsShown }) });
  });
  const json = express.json({ limit: bodyMost, type: 'application/json', strict: true });
  for (const { path, run } of operatorActs(services, stripeReview)) {
    app.post(`/operator/api/${path}`, administrators(services), json, async (request, response) => {
      if (!request.is('application/json')) throw new Problem('unsupported_media_type', 'Send application/json.');
      send(response, { done: await run(request.body, callerName(response.locals.caller as Caller)) });
    });
  }
}

/** A page of this server alone, with a key that may do everything. */
function administrators({ authenticate, origins }: Services): RequestHandler {
  return async (request, response, next) => {
    const authorization = request.get('Authorization');
    const own = `${request.protocol}://${request.get('Host')}`;
    const origin = request.get('Origin');
    requireOrigin(origins, { origin, own, authorized: authorization !== undefined }, { key: 'admin' });
    const caller = await authenticate(authorization);
    authorize(caller, { key: 'admin' });
    response.locals.caller = caller;
    next();
  };
}

function send(response: Response, answer: object): void {
  response.setHeader('Cache-Control', 'no-store');
  response.json(encodeAmounts(answer));
}
