import { Gauge, type Registry } from 'prom-client';
import { givenUp } from '../jobs/index.ts';
import { answeredWithin } from './answered-within.ts';
import type { Services } from './services.ts';

/** What is asked of the database each time the metrics are read: how much waits, and since when. Each is found by an index of open rows. */
const waitingText = `
  select 'stripe_events' as what, count(*)::int as count, min(received_at) as since
    from stripe_events where handled_at is null and dead_at is null
  union all select 'stripe_events_dead', count(*)::int, min(dead_at)
    from stripe_events where handled_at is null and dead_at is not null
  union all select 'jobs', count(*)::int, min(run_at) from graphile_worker.jobs where attempts < max_attempts and run_at <= now()
  union all select 'jobs_given_up', count(*)::int, min(updated_at) from graphile_worker.jobs where ${givenUp}
  union all select 'payouts', count(*)::int, min(created_at) from payouts where status in ('requested', 'queued', 'in_transit')
  union all select 'payouts_unknown', count(*)::int, min(created_at) from payouts where status = 'unknown'
  union all select 'webhook_deliveries', count(*)::int, min(e.created_at)
    from webhook_deliveries d join webhook_events e on e.id = d.event_id where d.delivered_at is null and d.dead_at is null
  union all select 'webhook_deliveries_dead', count(*)::int, min(dead_at)
    from webhook_deliveries where delivered_at is null and dead_at is not null
  union all select 'fraud_warnings', count(*)::int, min(warned_at) from fraud_warnings where noted_at is null
  union all select 'holds', count(*)::int, min(created_at) from charges where status = 'held'`;

/** How long the database may take to say it, in ms: a collector gives up after ten seconds, and the process has more to tell than this. */
const answerWithinMs = 3_000;

interface Waiting {
  readonly what: string;
  readonly count: number;
  readonly since: Date | null;
}

/**
 * What waits in the database, for all processes. Where it can't be asked these gauges have no samples and `kopai_database_up` is 0: what the process
 * knows of itself is wanted most just then.
 */
export function registerWaiting(registry: Registry, { pool, clock }: Pick<Services, 'pool' | 'clock'>): void {
  const registers = [registry];
  let reading: Promise<Waiting[] | undefined> | undefined;
  /** All of these gauges are read at once, from one query. */
  const readWaiting = () => {
    reading ??= answeredWithin(
      answerWithinMs,
      pool.query<Waiting>(waitingText).catch(() => undefined),
    ).finally(() => {
      reading = undefined;
    });
    return reading;
  };
  new Gauge({
    name: 'kopai_database_up',
    help: 'Whether the database answers.',
    registers,
    async collect() {
      this.set((await readWaiting()) === undefined ? 0 : 1);
    },
  });
  new Gauge({
    name: 'kopai_waiting',
    help: 'What waits to be done, by what it is.',
    labelNames: ['what'],
    registers,
    async collect() {
      this.reset();
      for (const { what, count } of (await readWaiting()) ?? []) this.set({ what }, count);
    },
  });
  new Gauge({
    name: 'kopai_waiting_oldest_seconds',
    help: 'For how long the oldest of what waits has waited.',
    labelNames: ['what'],
    registers,
    async collect() {
      this.reset();
      for (const { what, since } of (await readWaiting()) ?? []) {
        this.set({ what }, since ? Math.max(0, clock() - since.getTime()) / 1_000 : 0);
      }
    },
  });
}
