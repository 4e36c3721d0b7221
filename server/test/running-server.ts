import { Kopai, type KopaiOptions, type Membership, type SessionScope } from '@kopai/sdk';
import { atEnd } from '@kopai/workshop/at-end';
import { type Logger, pino } from 'pino';
import { createKey } from '../src/access/index.ts';
import { type App, createApp } from '../src/app.ts';
import { defaultPacks } from '../src/catalog/index.ts';
import type { Clock } from '../src/clock.ts';
import { createDriverPool, createPool, inTransaction, type Pool } from '../src/db/index.ts';
import { defaultLimits, type Limits, listenHttp, originPolicy } from '../src/http/index.ts';
import { migrateJobs } from '../src/jobs/index.ts';
import { verify } from '../src/ledger/index.ts';
import { urlPolicy } from '../src/notices/index.ts';
import { defaultPlans } from '../src/plans/index.ts';
import { type StripeConnection, stripeClient } from '../src/stripe/index.ts';
import type { TestDatabase } from './database.ts';

export interface RunningServer {
  readonly url: string;
  readonly app: App;
  readonly pool: Pool;
  /** A client with an admin key. */
  readonly kopai: Kopai;
  readonly secretKey: string;
  /** A client as a page of this user would have it. */
  page(grant: PageGrant): Kopai;
  /** A client with these options against this server. */
  client(options?: KopaiOptions): Kopai;
  /** One HTTP call as a program without the SDK makes it. */
  call(route: string, init?: { token?: string; body?: unknown; headers?: Record<string, string> }): Promise<Response>;
  close(): Promise<void>;
}

export interface PageGrant {
  readonly userId: string;
  readonly orgs?: Membership[];
  readonly scopes?: SessionScope[];
}

export interface ServerOptions {
  readonly clock?: Clock;
  readonly stripe?: StripeConnection;
  readonly webhookSecrets?: readonly string[];
  readonly allowedOrigins?: readonly string[];
  readonly limits?: Limits;
  readonly trustedProxies?: readonly string[];
  readonly log?: Logger;
  readonly settleAfterMs?: number;
  readonly guideFolder?: string;
}

const nowhere: StripeConnection = { apiKey: 'sk_test_nowhere', simulatorUrl: 'http://127.0.0.1:9' };

/** Starts a server on a database, over real HTTP, with a client of the project's own. Closed after the file's last test. */
export async function runServer(database: TestDatabase, options: ServerOptions = {}): Promise<RunningServer> {
  const clock = options.clock ?? (() => Date.now());
  const log = options.log ?? pino({ level: 'silent' });
  const pool = createPool({ url: database.url, size: 12, applicationName: 'test server' });
  const jobsPool = createDriverPool({ url: database.url, size: 4, applicationName: 'test jobs' });
  await migrateJobs(jobsPool, log);
  const app = await createApp({
    databaseUrl: database.url,
    pool,
    jobsPool,
    clock,
    log,
    stripe: stripeClient(options.stripe ?? nowhere),
    webhookSecrets: options.webhookSecrets ?? ['whsec_test'],
    packs: defaultPacks,
    origins: originPolicy(options.allowedOrigins, { loopbackByDefault: true }),
    webhookUrls: urlPolicy({ allowLoopback: true }),
    limits: options.limits ?? defaultLimits,
    trustedProxies: options.trustedProxies,
    planTerms: { plans: defaultPlans, graceMs: 7 * 24 * 60 * 60_000 },
    earningsTerms: { settleAfterMs: options.settleAfterMs ?? 24 * 60 * 60_000, minimumPayout: 100_000_000n },
    version: '0.0.0',
    guideFolder: options.guideFolder,
  });
  const listening = await listenHttp(app.http, 0, '127.0.0.1');
  const { key: secretKey } = await createKey({ pool, clock }, { name: 'test', scopes: ['admin'] }, 'test');
  const client = (more: KopaiOptions = {}) => new Kopai({ baseUrl: listening.url, ...more });
  const kopai = client({ apiKey: secretKey });
  let closed = false;
  const close = async () => {
    if (closed) return;
    closed = true;
    app.drain();
    await listening.close();
    await app.close();
    await Promise.all([pool.end(), jobsPool.end()]);
  };
  atEnd(close);
  return {
    url: listening.url,
    app,
    pool,
    kopai,
    secretKey,
    client,
    page: (grant) => client({ session: () => kopai.sessions.create({ ...grant, orgs: grant.orgs ?? [] }) }),
    call: (route, init = {}) => call(listening.url, route, init),
    close,
  };
}

function call(
  url: string,
  route: string,
  { token, body, headers }: { token?: string; body?: unknown; headers?: Record<string, string> },
): Promise<Response> {
  const [method = 'GET', path = ''] = route.split(' ');
  return fetch(url + path, {
    method,
    headers: {
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}

/** The invariants that a database breaks, as `kopai verify` finds them. */
export async function brokenInvariants(pool: Pool): Promise<unknown[]> {
  const verdicts = await inTransaction(pool, verify, { isolation: 'repeatable read' });
  return verdicts.filter(({ offenders }) => offenders.length > 0);
}

/** A model and an agent on it. */
export async function putAgent(
  kopai: Kopai,
  id: string,
  agent: {
    infra?: bigint;
    addOn?: bigint;
    freeMessages?: number;
    visibility?: 'public' | 'private';
    orgId?: string;
  } = {},
): Promise<void> {
  const { infra = 1_000_000n, addOn = 0n, freeMessages = 0, visibility = 'public', orgId = 'studio' } = agent;
  await kopai.models.put(`model-of-${id}`, { name: `Model of ${id}`, infra });
  await kopai.agents.put(id, {
    name: `Agent ${id}`,
    modelId: `model-of-${id}`,
    orgId,
    visibility,
    addOn,
    freeMessages,
  });
}

/** Gives a wallet credits, in microcredits. */
export const grant = (kopai: Kopai, wallet: string, amount: bigint) =>
  kopai.adjustments.create({ wallet, amount, reason: 'test' });
