import { Kopai, type SessionScope } from '@kopai/sdk';
import { startStripeSim } from '@kopai/stripe-sim';
import { pino } from 'pino';
import { createKey } from '../src/access/index.ts';
import { createApp } from '../src/app.ts';
import { defaultPacks } from '../src/catalog/index.ts';
import { createDriverPool, createPool, type Pool } from '../src/db/index.ts';
import { type Limits, listenHttp, originPolicy } from '../src/http/index.ts';
import { migrateJobs } from '../src/jobs/index.ts';
import { urlPolicy } from '../src/notices/index.ts';
import { defaultPlans } from '../src/plans/index.ts';
import { stripeClient } from '../src/stripe/index.ts';
import type { Door } from './exchange.ts';
import { createHarvest } from './harvest.ts';
import { knownNames } from './known-names.ts';

/** A server that is fuzzed, and what is needed to watch it from below. */
export interface Target extends Door {
  readonly pool: Pool;
  close(): Promise<void>;
}

/** Limits have tests of their own; here they would only hide what lies behind them. */
const noLimits: Limits = {
  key: 1e9,
  session: 1e9,
  address: 1e9,
  failures: 1e9,
  streams: 1e9,
  stripeEvents: 1e9,
  probes: 1e9,
};

const dayMs = 24 * 60 * 60_000;

/** Starts a server as `kopai serve` composes it, beside a Stripe in memory, on a migrated and empty database. */
export async function openTarget(databaseUrl: string): Promise<Target> {
  const log = pino({ level: 'silent' });
  let ahead = 0;
  const clock = () => Date.now() + ahead;
  const sim = await startStripeSim();
  const pool = createPool({ url: databaseUrl, size: 12, applicationName: 'fuzzed server' });
  const jobsPool = createDriverPool({ url: databaseUrl, size: 4, applicationName: 'fuzzed jobs' });
  await migrateJobs(jobsPool, log);
  const app = await createApp({
    databaseUrl,
    pool,
    jobsPool,
    clock,
    log,
    stripe: stripeClient({ apiKey: sim.apiKey, simulatorUrl: sim.url }),
    webhookSecrets: ['whsec_fuzz'],
    packs: defaultPacks,
    origins: originPolicy(undefined, { loopbackByDefault: true }),
    // No name leads anywhere: a fuzzer must not knock at doors of the internet.
    webhookUrls: urlPolicy({
      allowLoopback: true,
      resolve: (host, _options, done) => done(Object.assign(new Error(host), { code: 'ENOTFOUND' }), ''),
    }),
    limits: noLimits,
    planTerms: { plans: defaultPlans, graceMs: 7 * dayMs },
    earningsTerms: { settleAfterMs: dayMs, minimumPayout: 100_000_000n },
    version: '0.0.0',
  });
  const listening = await listenHttp(app.http, 0, '127.0.0.1');
  const operator = await createKey({ pool, clock }, { name: 'operator', scopes: ['admin'] }, 'fuzz');
  const reader = await createKey({ pool, clock }, { name: 'reader', scopes: ['wallets:read'] }, 'fuzz');
  const kopai = new Kopai({ baseUrl: listening.url, apiKey: operator.key });
  await populate(kopai);
  const all: SessionScope[] = ['wallet:read', 'topup', 'payout', 'plan', 'pricing'];
  const mint = (userId: string, role?: 'owner' | 'member', scopes = all) =>
    kopai.sessions.create({
      userId,
      scopes,
      orgs: role === undefined ? [] : knownNames.orgs.map((id) => ({ id, role })),
    });
  ahead = -dayMs / 2;
  const expired = await mint('alice', 'owner');
  ahead = 0;
  const sessions = await Promise.all([
    mint('alice', 'owner'),
    mint('bob', 'member'),
    mint('stranger'),
    mint('alice', 'owner', []),
  ]);
  const [owner, member, stranger, powerless] = sessions;
  return {
    url: listening.url,
    pool,
    harvest: createHarvest(new Set([operator.id, reader.id, ...sessions.map(({ id }) => id)])),
    tokens: {
      operator: operator.key,
      reader: reader.key,
      owner: owner.token,
      member: member.token,
      stranger: stranger.token,
      powerless: powerless.token,
      expired: expired.token,
      guessed: 'kopai_sk_guessed',
      nobody: undefined,
    },
    async close() {
      app.drain();
      await listening.close();
      await app.close();
      await sim.close();
      await Promise.all([pool.end(), jobsPool.end()]);
    },
  };
}

/** A small marketplace, so that most requests have something to act on. */
async function populate(kopai: Kopai): Promise<void> {
  const credit = 1_000_000n;
  for (const id of knownNames.models) await kopai.models.put(id, { name: id, infra: credit / 2n });
  for (const id of knownNames.agents) {
    await kopai.agents.put(id, {
      name: `Agent ${id}`,
      modelId: 'small',
      orgId: id === 'coder' ? 'acme' : 'studio',
      visibility: id === 'secret' ? 'private' : 'public',
      addOn: id === 'coder' ? credit : 0n,
      freeMessages: id === 'tutor' ? 3 : 0,
    });
  }
  for (const wallet of ['user:alice', 'user:bob', 'org:acme', 'org:studio'])
    await kopai.adjustments.create({ wallet, amount: 1_000n * credit, reason: 'To begin with' });
}
