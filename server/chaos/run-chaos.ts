import { setTimeout as sleep } from 'node:timers/promises';
import { type Acknowledged, startLoad } from '../test/crash-load.ts';
import { dice } from '../test/dice.ts';
import { faults, untilDatabaseAnswers } from './faults.ts';
import { inspect } from './inspect.ts';
import { openWorld } from './world.ts';

export interface ChaosOptions {
  readonly rounds: number;
  /** Draws the faults and their moments. The moments of the machine itself can't be drawn again. */
  readonly seed: number;
  readonly say?: (line: string) => void;
  /** Which faults; all of them unless said. */
  readonly only?: readonly string[];
}

/** What was broken, what was promised meanwhile, and what is missing. */
export interface ChaosReport {
  readonly seed: number;
  rounds: number;
  readonly faults: Map<string, number>;
  readonly acknowledged: { charges: number; ended: number; topups: number; payouts: number };
  /** Calls that had no definite answer and were sent again. */
  retries: number;
  /** Calls that were repeated at the end of a round, and found their first answer. */
  replayed: number;
  readonly lost: string[];
  readonly doubled: string[];
  /** What the ledger's invariants and the comparison with Stripe found wrong. */
  readonly broken: string[];
}

/** How long callers may need to end what they have begun, in ms, once the fault is over: locks and hung connections time out in 15 s. */
const patienceMs = 90_000;

/** Breaks one thing a round under load, and looks after each at everything that was acknowledged. */
export async function runChaos({ rounds, seed, say, only }: ChaosOptions): Promise<ChaosReport> {
  const chance = dice(seed);
  const report: ChaosReport = {
    seed,
    rounds: 0,
    faults: new Map(),
    acknowledged: { charges: 0, ended: 0, topups: 0, payouts: 0 },
    retries: 0,
    replayed: 0,
    lost: [],
    doubled: [],
    broken: [],
  };
  const world = await openWorld();
  try {
    const names: string[] = [];
    for (let round = 0; round < rounds; round++) {
      // Every fault once before one comes again.
      if (names.length === 0) names.push(...shuffled(only ?? Object.keys(faults), chance.roll));
      const name = names.pop() ?? '';
      const startedMs = performance.now();
      const load = startLoad({ ...world, dice: chance, org: 'maker', name: `round-${round}` });
      await sleep(200 + chance.roll(600));
      await faults[name]?.(world, chance);
      await world.database.revive();
      await untilDatabaseAnswers(world);
      await sleep(300);
      await inTime(load.stop(), `the callers of round ${round} (${name})`);
      report.faults.set(name, (report.faults.get(name) ?? 0) + 1);
      report.rounds += 1;
      count(report, load.acknowledged);
      for (const death of world.servers.flatMap((server) => server.deaths()))
        report.broken.push(`round ${round}, ${name}, seed ${seed}: a server died by itself: ${death}`);
      await inspect(world, load.acknowledged, report, `round ${round}, ${name}, seed ${seed}: `);
      const found = report.lost.length + report.doubled.length + report.broken.length;
      const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
      say?.(
        `round ${round + 1} of ${rounds}: ${name}, ${load.acknowledged.charges.size} charges, ${seconds} s, ${found} faults found`,
      );
    }
  } finally {
    await world.close();
  }
  return report;
}

function count(report: ChaosReport, { charges, ended, topups, payouts, retries }: Acknowledged): void {
  report.acknowledged.charges += charges.size;
  report.acknowledged.ended += ended.size;
  report.acknowledged.topups += topups.size;
  report.acknowledged.payouts += payouts.size;
  report.retries += retries;
}

/** Waits for what must end by itself. */
async function inTime(work: Promise<void>, what: string): Promise<void> {
  const timer = new AbortController();
  const late = sleep(patienceMs, 'late', { signal: timer.signal }).catch(() => 'ended');
  const first = await Promise.race([work.then(() => 'ended'), late]);
  timer.abort();
  if (first === 'late') throw new Error(`${what} did not end within ${patienceMs} ms`);
}

function shuffled(names: readonly string[], roll: (sides: number) => number): string[] {
  const left = [...names];
  return names.map(() => left.splice(roll(left.length), 1)[0] ?? '');
}
