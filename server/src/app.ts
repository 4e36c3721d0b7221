import type { Pack } from '@kopai/contracts';
import type { Logger } from 'pino';
import { createAuthenticate, signingSecrets } from './access/index.ts';
import { agentsById, createQuotes, RememberedAgents, unchangedAgents } from './catalog/index.ts';
import { commitLanes, createCharges } from './charges/index.ts';
import type { Clock } from './clock.ts';
import {
  createPipeline,
  createPool,
  type DriverPool,
  leaseNumbers,
  listen,
  type Pool,
  standingOf,
} from './db/index.ts';
import type { EarningsTerms } from './earnings/index.ts';
import { hostEvents } from './host-events.ts';
import { createHttp, type Express, type Limits, type OriginPolicy, type Services } from './http/index.ts';
import { startJobs } from './jobs/index.ts';
import { chargeLanes, createLedger } from './ledger/index.ts';
import { createLiveBalances, type UrlPolicy, walletsChannel } from './notices/index.ts';
import type { PlanTerms } from './plans/index.ts';
import {
  createDispatch,
  createInbox,
  openEvents,
  replayEvent,
  type Stripe,
  stripeCheckout,
  stripeConnect,
  stripeEventTask,
  stripeSubscriptions,
} from './stripe/index.ts';
import { stripeReactions } from './stripe-reactions.ts';
import { tasksOf, tracedTasks } from './tasks.ts';
import { customerOf } from './topups/index.ts';
import type { Trace } from './trace.ts';
import { walletStates } from './wallets/index.ts';

/** What a server is made of that differs from one deployment to the next. */
export interface AppOptions {
  readonly databaseUrl: string;
  readonly pool: Pool;
  readonly jobsPool: DriverPool;
  readonly clock: Clock;
  readonly log: Logger;
  readonly stripe: Stripe;
  readonly webhookSecrets: readonly string[];
  readonly packs: readonly Pack[];
  readonly origins: OriginPolicy;
  readonly webhookUrls: UrlPolicy;
  readonly limits: Limits;
  /** Proxies whose word on where a request comes from is believed; none unless said. */
  readonly trustedProxies?: readonly string[] | undefined;
  readonly earningsTerms: EarningsTerms;
  readonly planTerms: PlanTerms;
  readonly version: string;
  /** Where requests, charges and jobs are told; nowhere unless there is one. */
  readonly trace?: Trace | undefined;
  /** Where the guide is built into; undefined where none is served. */
  readonly guideFolder?: string | undefined;
}

export interface App {
  readonly http: Express;
  readonly services: Services;
  /** Refuses new traffic through `/readyz` and ends the streams. */
  drain(): void;
  /** Lets jobs and streams end. The pools stay open: whoever made them closes them. */
  close(): Promise<void>;
}

/** Nothing is lost with a notification, for all that is watched is read again now and then: its transaction need not wait for the disk. */
const notifyText = "select set_config('synchronous_commit', 'off', true), pg_notify($1, $2)";

/** What the leased numbers are: any other number than those of other leases on the same database. */
const chargeLaneLease = 0x6b6f7061;

/** The composition root: every room gets what it needs as plain objects, and rooms that may not know each other meet here. */
export async function createApp(options: AppOptions): Promise<App> {
  const { pool, clock, log } = options;
  const live = await createLiveBalances({
    notify: async (payload) => void (await pool.query(notifyText, [walletsChannel, payload])),
    listen: (onPayload, onGap) =>
      listen({
        url: options.databaseUrl,
        channel: walletsChannel,
        onPayload,
        onGap,
        onError: (error) => log.warn({ err: error }, 'the live balance connection broke'),
      }),
    readBalances: (wallets) => walletStates(pool, wallets),
    onError: (error) => log.warn({ err: error }, 'live balances lag behind'),
  });
  const forCharges = {
    url: options.databaseUrl,
    applicationName: 'kopai charges',
    planOnce: true,
    onConnectionError: (error: Error) => log.warn({ err: error }, 'an idle database connection broke'),
  };
  const writers = createPool({ ...forCharges, size: commitLanes, pipeline: true });
  const pipelines = Array.from({ length: commitLanes }, () => createPipeline(forCharges));
  const lanes = await leaseNumbers({
    url: options.databaseUrl,
    kind: chargeLaneLease,
    below: chargeLanes,
    count: commitLanes,
    onError: (error) => log.warn({ err: error }, 'the lanes of this process may be shared'),
  });
  const ledger = createLedger({ pool, writers, pipelines }, live.announce);
  const quotes = createQuotes({ secrets: await signingSecrets({ db: pool, clock }, 'quotes'), clock });
  const checkout = stripeCheckout(options.stripe);
  const payoutProvider = stripeConnect(options.stripe);
  const closing = new AbortController();
  const told = hostEvents(clock);
  const charges = createCharges({
    pool,
    ledger,
    clock,
    readAgents: agentsById,
    readQuote: quotes.read,
    onMoves: told.onMoves,
    quiet: told.quiet,
    agents: new RememberedAgents(),
    unchangedAgents,
    settleAfterMs: options.earningsTerms.settleAfterMs,
    trace: options.trace,
    lanes: lanes.numbers,
  });
  const services: Services = {
    pool,
    clock,
    ledger,
    charges,
    quotes,
    checkout,
    onTopupEnded: told.onTopupEnded,
    payoutProvider,
    plans: {
      pool,
      clock,
      provider: stripeSubscriptions(options.stripe),
      terms: options.planTerms,
      customerOf: (wallet) => customerOf({ pool, clock, checkout }, wallet),
      onPlanChanged: told.onPlanChanged,
    },
    payouts: { pool, ledger, clock, provider: payoutProvider, onPayoutEnded: told.onPayoutEnded },
    earningsTerms: options.earningsTerms,
    packs: options.packs,
    live,
    origins: options.origins,
    webhookUrls: options.webhookUrls,
    closing: closing.signal,
    authenticate: createAuthenticate({ db: pool, clock }),
  };
  const inbox = createInbox({
    pool,
    clock,
    secrets: options.webhookSecrets,
    dispatch: createDispatch(stripeReactions(services), (alongside) => alongside(pool)),
  });
  const tasks = tracedTasks(options.trace, tasksOf(services, inbox.handle, log));
  const jobs = await startJobs(options.jobsPool, tasks, log);
  // The cron comes round each minute; where shares settle sooner than that, so does this.
  const settling = setInterval(
    () => void charges.settleDue().catch((error: unknown) => log.warn({ err: error }, 'earnings could not be settled')),
    Math.min(60_000, Math.max(1_000, options.earningsTerms.settleAfterMs / 4)),
  );
  const { app, drain } = createHttp({
    ...options,
    services,
    failedRounds: jobs.failedRounds,
    connections: () => ({
      requests: pool.standing(),
      charges: writers.standing(),
      jobs: standingOf(options.jobsPool),
    }),
    receiveStripeEvent: inbox.receive,
    stripeReview: {
      task: stripeEventTask,
      open: (limit) => openEvents(pool, { limit }),
      replay: (eventId, actor) => replayEvent({ pool, clock }, { eventId, actor }),
    },
  });
  return {
    http: app,
    services,
    drain() {
      drain();
      closing.abort();
    },
    async close() {
      clearInterval(settling);
      await jobs.stop();
      await live.close();
      await Promise.all([...pipelines, writers].map((connections) => connections.end()).concat(lanes.close()));
    },
  };
}
