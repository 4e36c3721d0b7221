import { Counter, Gauge, type Registry } from 'prom-client';
import type { PoolStanding } from '../db/index.ts';
import type { Services } from './services.ts';
import { registerWaiting } from './waiting.ts';

/** What is watched beside the services themselves. */
export interface Watched {
  readonly version: string;
  /** How the connections of each pool stand, by its name. */
  readonly connections: () => Readonly<Record<string, PoolStanding>>;
  /** How often work that comes round by itself has failed, by its task. */
  readonly failedRounds: () => Readonly<Record<string, number>>;
}

/** What is watched beside requests: charges, settlement, connections, live streams, and what waits. */
export function registerGauges(
  registry: Registry,
  { pool, live, charges, clock }: Pick<Services, 'pool' | 'live' | 'charges' | 'clock'>,
  { version, connections, failedRounds }: Watched,
): void {
  const registers = [registry];
  new Gauge({
    name: 'kopai_build_info',
    help: 'Always 1: its label says which version runs.',
    labelNames: ['version'],
    registers,
  }).set({ version }, 1);
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
  const startedMs = clock();
  new Gauge({
    name: 'kopai_settlement_age_seconds',
    help: 'Since when this process has not seen all shares settled that were due. Processes settle for each other, so the youngest counts.',
    registers,
    collect() {
      this.set(Math.max(0, clock() - (charges.counts().settledAtMs ?? startedMs)) / 1_000);
    },
  });
  new Gauge({
    name: 'kopai_database_connections',
    help: 'Connections of this process to the database by pool, and who waits for one.',
    labelNames: ['pool', 'state'],
    registers,
    collect() {
      for (const [name, standing] of Object.entries(connections()))
        for (const [state, count] of Object.entries(standing)) this.set({ pool: name, state }, count);
    },
  });
  new Counter({
    name: 'kopai_rounds_failed_total',
    help: 'Rounds of work that comes round by itself, such as settling, that failed in this process.',
    labelNames: ['task'],
    registers,
    collect() {
      this.reset();
      for (const [task, count] of Object.entries(failedRounds())) this.inc({ task }, count);
    },
  });
  registerWaiting(registry, { pool, clock });

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
