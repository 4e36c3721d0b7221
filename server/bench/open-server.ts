import { Kopai } from '@kopai/sdk';
import { pino } from 'pino';
import { createKey } from '../src/access/index.ts';
import { type App, createApp } from '../src/app.ts';
import { defaultPacks } from '../src/catalog/index.ts';
import { type Clock, systemClock } from '../src/clock.ts';
import { createDriverPool, createPool } from '../src/db/index.ts';
import { type Limits, listenHttp, originPolicy } from '../src/http/index.ts';
import { migrateJobs } from '../src/jobs/index.ts';
import { urlPolicy } from '../src/notices/index.ts';
import { defaultPlans } from '../src/plans/index.ts';
import { stripeClient } from '../src/stripe/index.ts';

/** A server in this process, as `kopai serve` composes it. */
export interface BenchServer {
  readonly app: App;
  readonly url: string;
  readonly secretKey: string;
  readonly kopai: Kopai;
  close(): Promise<void>;
}

/** What Stripe signs with. */
export const webhookSecret = 'whsec_bench';

/** Nothing is measured against a limit that protects from strangers. */
const noLimits: Limits = {
  key: 1e9,
  session: 1e9,
  address: 1e9,
  failures: 1e9,
  streams: 1e9,
  stripeEvents: 1e9,
  probes: 1e9,
};

export async function openBenchServer(
  databaseUrl: string,
  { clock = systemClock }: { clock?: Clock } = {},
): Promise<BenchServer> {
  const log = pino({ level: 'error' });
  const pool = createPool({ url: databaseUrl, size: 12, applicationName: 'bench server' });
  const jobsPool = createDriverPool({ url: databaseUrl, size: 4, applicationName: 'bench jobs' });
  await migrateJobs(jobsPool, log);
  const app = await createApp({
    databaseUrl,
    pool,
    jobsPool,
    clock,
    log,
    stripe: stripeClient({ apiKey: 'sk_test_nowhere', simulatorUrl: 'http://127.0.0.1:9' }),
    webhookSecrets: [webhookSecret],
    packs: defaultPacks,
    origins: originPolicy(undefined, { loopbackByDefault: true }),
    webhookUrls: urlPolicy({ allowLoopback: true }),
    limits: noLimits,
    planTerms: { plans: defaultPlans, graceMs: 0 },
    earningsTerms: { settleAfterMs: 24 * 60 * 60_000, minimumPayout: 100_000_000n },
    version: '0.0.0',
  });
  const listening = await listenHttp(app.http, 0, '127.0.0.1');
  const { key: secretKey } = await createKey({ pool, clock }, { name: 'bench', scopes: ['admin'] }, 'bench');
  return {
    app,
    url: listening.url,
    secretKey,
    kopai: new Kopai({ baseUrl: listening.url, apiKey: secretKey }),
    async close() {
      app.drain();
      await listening.close();
      await app.close();
      await Promise.all([pool.end(), jobsPool.end()]);
    },
  };
}

/** Users and agents that a run charges. Each agent has an organization of its own, so that creators are as many. */
export interface Marketplace {
  readonly users: readonly string[];
  readonly agents: readonly string[];
}

/** Makes agents of 0.5 credits with an add-on, and gives every user more credits than a run can spend. */
export async function populate(server: BenchServer, users: number, agents: number): Promise<Marketplace> {
  const { kopai, app } = server;
  await kopai.models.put('bench', { name: 'Bench', infra: 300_000n });
  const marketplace = { users: names('user', users), agents: names('agent', agents) };
  for (const id of marketplace.agents) {
    await kopai.agents.put(id, {
      name: id,
      modelId: 'bench',
      orgId: `org-${id}`,
      visibility: 'public',
      addOn: 200_000n,
    });
  }
  const wallets = marketplace.users.map((user) => `user:${user}`);
  for (let i = 0; i < wallets.length; i += 1_000) await fund(app, wallets.slice(i, i + 1_000));
  return marketplace;
}

/** What a wallet begins with, in microcredits: more than a run can spend. */
const plenty = 10_000_000_000_000n;

/** Gives wallets plenty, each once however often it is asked for. */
export const fund = async ({ services }: App, wallets: readonly string[]): Promise<void> => {
  const at = new Date();
  await services.ledger.post(
    wallets.map((wallet) => ({
      id: `txn_grant_${wallet}`,
      kind: 'adjustment',
      source: { kind: 'bench', id: wallet },
      details: {},
      postings: [
        { account: 'platform:promotions', amount: -plenty },
        { account: `wallet:${wallet}`, amount: plenty },
      ],
      at,
    })),
  );
};

const names = (kind: string, count: number) => Array.from({ length: count }, (_, i) => `${kind}-${i}`);
