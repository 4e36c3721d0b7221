import { setTimeout as sleep } from 'node:timers/promises';
import manifest from '../package.json' with { type: 'json' };
import { ensureFirstKey, keyPrefix } from './access/index.ts';
import { type App, createApp } from './app.ts';
import { defaultPacks } from './catalog/index.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Config } from './config.ts';
import { migrateAll, openDatabase } from './database.ts';
import { createDriverPool, createPool } from './db/index.ts';
import { seedDemo } from './demo-data.ts';
import { firstKey } from './first-key.ts';
import { defaultLimits, type Limits, listenHttp, originPolicy } from './http/index.ts';
import { createLog } from './log.ts';
import { urlPolicy } from './notices/index.ts';
import { openPayments } from './payments.ts';
import { defaultPlans } from './plans/index.ts';
import type { Trace } from './trace.ts';

/** Connections of one process: what a couple of cores of database can use. The job queue has its own, so that neither starves the other. */
const poolSize = 12;
const jobsPoolSize = 5;

/** A key shorter than its prefix and 24 characters is not one that anybody drew at random. */
const guessableBelow = keyPrefix.length + 24;

/** A running server. */
export interface Serving {
  readonly url: string;
  readonly simulatorUrl: string | undefined;
  /** The first admin key. */
  readonly secretKey: string;
  readonly embeddedDatabase: boolean;
  readonly app: App;
  /** Lets running requests end, then closes everything in the reverse order of its opening. */
  close(): Promise<void>;
}

export interface ServeOptions {
  readonly clock?: Clock;
  readonly limits?: Limits;
  /** Where the guide is built into, to be read at `/docs/guide`. */
  readonly guideFolder?: string;
  /** Lets so much time pass (in ms) between not being ready and taking no more connections. */
  readonly pause?: (ms: number) => Promise<unknown>;
}

/** Starts everything the settings ask for. What fails on the way closes what was already open. */
export async function serve(config: Config, options: ServeOptions = {}): Promise<Serving> {
  const log = createLog(config.logLevel);
  const clock = options.clock ?? systemClock;
  const opened: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const closeOne of opened.splice(0).reverse()) await closeOne();
  };
  try {
    const trace = await openTracing(config, opened);
    const database = await openDatabase(config, log);
    opened.push(database.close);
    await migrateAll(database.url, log);
    const onConnectionError = (error: Error) => log.warn({ err: error }, 'an idle database connection broke');
    const pool = createPool({ url: database.url, size: poolSize, applicationName: 'kopai', onConnectionError });
    opened.push(() => pool.end());
    const jobsPool = createDriverPool({
      url: database.url,
      size: jobsPoolSize,
      applicationName: 'kopai jobs',
      onConnectionError,
    });
    opened.push(() => jobsPool.end());
    const secretKey = config.secretKey ?? (await firstKey(config.dataDir));
    await ensureFirstKey({ db: pool, clock }, secretKey);
    if (secretKey.length < guessableBelow)
      log.warn('KOPAI_SECRET_KEY is short enough to be guessed; it may do everything');
    const payments = await openPayments(config, trace);
    opened.push(payments.close);
    const origins = originPolicy(config.allowedOrigins, {
      loopbackByDefault: !config.stripe?.apiKey.includes('_live_'),
    });
    const app = await createApp({
      databaseUrl: database.url,
      pool,
      jobsPool,
      clock,
      log,
      stripe: payments.stripe,
      webhookSecrets: payments.webhookSecrets,
      packs: defaultPacks,
      origins,
      webhookUrls: urlPolicy({ allowLoopback: payments.simulatorUrl !== undefined }),
      limits: options.limits ?? defaultLimits,
      trustedProxies: config.trustedProxies,
      planTerms: { plans: defaultPlans, graceMs: 7 * 24 * 60 * 60_000 },
      earningsTerms: { settleAfterMs: config.settleAfterSeconds * 1000, minimumPayout: config.minimumPayout },
      version: manifest.version,
      trace,
      guideFolder: options.guideFolder,
    });
    opened.push(app.close);
    if (config.demo) await seedDemo(app.services);
    const listening = await listenHttp(app.http, config.port, config.host);
    opened.push(listening.close, async () => {
      app.drain();
      // Whoever sends traffic here has to notice first: to its eyes a connection that is refused is an outage.
      await (options.pause ?? sleep)(config.drainSeconds * 1_000);
    });
    await payments.connect(listening.url);
    return {
      url: listening.url,
      simulatorUrl: payments.simulatorUrl,
      secretKey,
      embeddedDatabase: database.embedded,
      app,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** OpenTelemetry is loaded by a process that was told where to send, and by no other. */
async function openTracing({ tracing }: Config, opened: (() => Promise<void>)[]): Promise<Trace | undefined> {
  if (tracing === undefined) return undefined;
  const { startTracing } = await import('./tracing.ts');
  const trace = startTracing({ ...tracing, version: manifest.version });
  opened.push(trace.close);
  return trace;
}

/** Says where everything is, on lines that people read and programs find. */
export function announce(serving: Serving, config: Config): void {
  const say = (line: string) => process.stdout.write(`${line}\n`);
  if (serving.simulatorUrl) say(`stripe simulator on ${serving.simulatorUrl}`);
  say(
    serving.simulatorUrl
      ? 'payments are simulated: no money moves (set STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET for Stripe itself)'
      : 'payments go through Stripe',
  );
  say(
    serving.embeddedDatabase
      ? `database: PostgreSQL of its own in ${config.dataDir} (set DATABASE_URL for another)`
      : 'database: the one of DATABASE_URL',
  );
  if (!config.secretKey) say(`secret key ${serving.secretKey}`);
  say(`API reference on ${serving.url}/docs`);
  say(`kopai listening on ${serving.url}`);
}
