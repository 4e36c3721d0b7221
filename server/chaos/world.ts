import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kopai } from '@kopai/sdk';
import { startStripeSim } from '@kopai/stripe-sim';
import { type StripeSide, stripeSide } from '../test/stripe-side.ts';
import { until } from '../test/until.ts';
import { type DatabaseProcess, openDatabaseProcess } from './database-process.ts';
import { openServerProcess, type ServerProcess } from './server-process.ts';
import { openUnreliableProxy, type UnreliableProxy } from './unreliable-proxy.ts';

/** Two servers, each behind a network of its own to one database, and a Stripe. */
export interface World {
  readonly database: DatabaseProcess;
  readonly proxies: readonly UnreliableProxy[];
  readonly servers: readonly ServerProcess[];
  readonly side: StripeSide;
  /** A client of both servers: each attempt goes to the other one, a repeated one too. */
  readonly kopai: Kopai;
  /** Clients of one server each, which send a call once. */
  readonly clients: readonly [Kopai, Kopai];
  /** A client that repeats a call for as long as connections may be cut. */
  readonly patient: Kopai;
  readonly users: readonly [string, ...string[]];
  /** What a tool needs to look at the same database and the same Stripe. */
  readonly toolEnv: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

const credit = 1_000_000n;
const apiKey = 'kopai_sk_only_for_the_chaos_0123456789abcdef';
const back = { successUrl: 'http://localhost:3000/', cancelUrl: 'http://localhost:3000/' };

export async function openWorld(): Promise<World> {
  const database = await openDatabaseProcess();
  // Money is available at once, and webhooks come back soon after an outage: it is not Stripe's patience that is tried here.
  const sim = await startStripeSim({
    pricing: { availableAfterSeconds: 0 },
    retries: { attempts: 500, firstDelayMs: 100, longestDelayMs: 500 },
  });
  const side = stripeSide(sim);
  const proxies = [await openUnreliableProxy(database.socketPath), await openUnreliableProxy(database.socketPath)];
  const name = new URL(database.url.replace('postgresql:///', 'postgresql://local/'));
  const role = name.searchParams.get('user');
  // Its own: servers write down there which simulator they pay with, and the tools of another world would ask it.
  const dataDir = await mkdtemp(join(tmpdir(), 'kopai-world-'));
  const env = {
    KOPAI_DATA_DIR: dataDir,
    KOPAI_SECRET_KEY: apiKey,
    KOPAI_SETTLE_AFTER: '1',
    KOPAI_MINIMUM_PAYOUT: '1',
    STRIPE_SIM_PORT: String(sim.port),
  };
  const servers: ServerProcess[] = [];
  for (const { port } of proxies)
    servers.push(
      await openServerProcess({ ...env, DATABASE_URL: `postgres://${role}@127.0.0.1:${port}${name.pathname}` }),
    );
  let turn = 0;
  const inTurn: typeof fetch = (input, init) => {
    turn += 1;
    const request = new Request(input, init);
    const { pathname, search } = new URL(request.url);
    return fetch(new Request(`${servers[turn % servers.length]?.url}${pathname}${search}`, request));
  };
  const options = { apiKey, maxRetries: 0, timeout: 12_000 };
  const clientOf = (i: number) => new Kopai({ ...options, baseUrl: servers[i]?.url ?? '' });
  const kopai = new Kopai({ ...options, baseUrl: servers[0]?.url ?? '', fetch: inTurn });
  const users = ['ann', 'ben', 'cas', 'dee'] as const;
  await populate(kopai, side, users);
  return {
    database,
    proxies,
    servers,
    side,
    kopai,
    clients: [clientOf(0), clientOf(1)],
    patient: new Kopai({ ...options, baseUrl: servers[0]?.url ?? '', maxRetries: 10 }),
    users,
    toolEnv: { ...env, DATABASE_URL: database.url },
    async close() {
      await Promise.all(servers.map((server) => server.close()));
      await Promise.all(proxies.map((proxy) => proxy.close()));
      await sim.close();
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** An agent that everybody asks, an organization that can withdraw what it earns, and money at Stripe to pay it from. */
async function populate(kopai: Kopai, side: StripeSide, users: readonly string[]): Promise<void> {
  await kopai.models.put('crash', { name: 'Model', infra: credit / 10n });
  await kopai.agents.put('crash', {
    name: 'Agent',
    modelId: 'crash',
    orgId: 'maker',
    visibility: 'public',
    addOn: credit,
    freeMessages: 5,
  });
  for (const user of users)
    await kopai.adjustments.create({ wallet: `user:${user}`, amount: 50_000n * credit, reason: 'To begin with' });
  await kopai.connect.start('org:maker', { returnUrl: back.successUrl, refreshUrl: back.cancelUrl });
  const [account] = (await side.stripe.accounts.list()).data;
  await side.control(`accounts/${account?.id}`, { onboarding: 'completed' });
  await until(async () => (await kopai.connect.get('org:maker')).payoutsEnabled);
  for (let i = 0; i < 4; i++) {
    const { checkoutUrl } = await kopai.topups.create({ wallet: 'user:float', packId: 'pro', ...back });
    await side.press(checkoutUrl ?? '', 'paid');
  }
}
