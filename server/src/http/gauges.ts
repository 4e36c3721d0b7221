import { Counter, Gauge, type Registry } from 'prom-client';
import { givenUp } from '../jobs/index.ts';
import type { Services } from './services.ts';

/** What is asked of the database each time the metrics are read: how much waits, and since when. Each is found by an index of open rows. */
const waitingText = `
  select 'stripe_events' as what, count(*)::int as count, min(received_at) as since from stripe_events where handled_at is null
  union all select 'jobs', count(*)::int, min(run_at) from graphile_worker.jobs where attempts < max_attempts and run_at <= now()
  union all select 'jobs_given_up', count(*)::int, min(updated_at) from graphile_worker.jobs where ${givenUp}
  union all select 'payouts', count(*)::int, min(created_at) from payouts where status in ('requested', 'queued', 'in_transit')
  union all select 'payouts_unknown', count(*)::int, min(created_at) from payouts where status = 'unknown'
  union all select 'webhook_deliveries', count(*)::int, min(e.created_at)
    from webhook_deliveries d join webhook_events e on e.id = d.event_id where d.delivered_at is null
  union all select 'fraud_warnings', count(*)::int, min(warned_at) from fraud_warnings where noted_at is null
  union all select 'holds', count(*)::int, min(created_at) from charges where status = 'held'`;

interface Waiting {
  readonly what: string;
  readonly count: number;
  readonly since: Date | null;
}

/** What is watched beside requests: charges, what waits, live streams. */
export function registerGauges(
  registry: Registry,
  { pool, live, charges, clock }: Pick<Services, 'pool' | 'live' | 'charges' | 'clock'>,
): void {
  const registers = [registry];
  new Gauge({
    name: 'kopai_live_streams',
    help: 'Open balance streams.',
    registers,
    collect() {
      this.set(live.watchers());
    },
  });
  new Counter({
    name: 'kopai_charges_total',
    help: 'Charges of this process, by how they ended.',
    labelNames: ['outcome'],
    registers,
    collect() {
      const { made, replayed, refused } = charges.counts();
      this.reset();
      for (const [outcome, count] of Object.entries({ made, replayed, refused })) this.inc({ outcome }, count);
    },
  });
  countOf('kopai_charge_batches_total', 'Transactions that made charges.', () => charges.counts().batches);
  countOf('kopai_charges_locked_total', 'Charges that were decided under locks.', () => charges.counts().locked);
  new Gauge({
    name: 'kopai_charges_waiting',
    help: 'Charges that wait for a batch.',
    registers,
    collect() {
      this.set(charges.counts().waiting);
    },
  });
  let reading: Promise<Waiting[]> | undefined;
  /** Both gauges are read at once, from one query. */
  const readWaiting = () => {
    reading ??= pool.query<Waiting>(waitingText).finally(() => {
      reading = undefined;
    });
    return reading;
  };
  new Gauge({
    name: 'kopai_waiting',
    help: 'What waits to be done, by what it is.',
    labelNames: ['what'],
    registers,
    async collect() {
      for (const { what, count } of await readWaiting()) this.set({ what }, count);
    },
  });
  new Gauge({
    name: 'kopai_waiting_oldest_seconds',
    help: 'For how long the oldest of what waits has waited.',
    labelNames: ['what'],
    registers,
    async collect() {
      for (const { what, since } of await readWaiting()) {
        this.set({ what }, since ? Math.max(0, clock() - since.getTime()) / 1_000 : 0);
      }
    },
  });

  function countOf(name: string, help: string, read: () => number): void {
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(read());
      },
    });
  }
}
