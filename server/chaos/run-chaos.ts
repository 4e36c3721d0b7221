import { setTimeout as sleep } from 'node:timers/promises';
import { type Acknowledged, type Load, startLoad } from '../test/crash-load.ts';
import { type Dice, dice } from '../test/dice.ts';
import { untilAnswers } from './database-process.ts';
import { faults } from './faults.ts';
import { type Findings, openFindings } from './findings.ts';
import { inspect } from './inspect.ts';
import { openWorld, type World } from './world.ts';

export interface ChaosOptions {
  readonly rounds: number;
  /** Draws the faults and their moments. The moments of the machine itself can't be drawn again. */
  readonly seed: number;
  readonly say?: (line: string) => void;
  /** Which faults; all of them unless said. */
  readonly only?: readonly string[];
  /** Ends the run before its time: everything is stopped, and the report is of the rounds until then. */
  readonly signal?: AbortSignal;
}

/** What was broken, what was promised meanwhile, and what is missing. */
export interface ChaosReport {
  readonly seed: number;
  rounds: number;
  readonly faults: Map<string, number>;
  readonly acknowledged: { charges: number; ended: number; topups: number; payouts: number; calls: number };
  /** Calls that had no definite answer and were sent again. */
  retries: number;
  /** Calls that were repeated at the end of a round, and found their first answer to the letter: all of them, when nothing is wrong. */
  replayed: number;
  readonly findings: Findings;
}

/** How long callers may need to end what they have begun, in ms, once the fault is over: locks and hung connections time out in 15 s. */
const patienceMs = 90_000;

/** Breaks one thing a round under load, and looks after each at everything that was acknowledged. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { rounds, seed, say = () => undefined, only = Object.keys(faults), signal } = options;
  const chance = dice(seed);
  const report: ChaosReport = {
    seed,
    rounds: 0,
    faults: new Map(),
    acknowledged: { charges: 0, ended: 0, topups: 0, payouts: 0, calls: 0 },
    retries: 0,
    replayed: 0,
    findings: openFindings(say),
  };
  const stopped = new Promise<'stopped'>((resolve) => signal?.addEventListener('abort', () => resolve('stopped')));
  const world = await openWorld();
  try {
    const names: string[] = [];
    for (let round = 0; round < rounds && !signal?.aborted; round++) {
      // Every fault once before one comes again.
      if (names.length === 0) names.push(...shuffled(only, chance.roll));
      const name = names.pop() ?? '';
      report.findings.enter(`round ${round + 1}, ${name}, seed ${seed}`);
      const playing = playRound(world, { round, name, chance, report });
      playing.catch(() => undefined);
      const outcome = await Promise.race([playing, stopped]);
      if (outcome === 'stopped') break;
      const found = report.findings.all.length;
      say(`round ${round + 1} of ${rounds}: ${name}: ${outcome}, ${found === 0 ? 'nothing' : found} found so far`);
    }
  } finally {
    await world.close();
  }
  return report;
}

interface Round {
  readonly round: number;
  readonly name: string;
  readonly chance: Dice;
  readonly report: ChaosReport;
}

/** One fault under load, and the look at what it left. Returns what the round was, in words. */
async function playRound(world: World, { round, name, chance, report }: Round): Promise<string> {
  const { findings } = report;
  const fault = faults[name];
  if (!fault) throw new Error(`there is no fault "${name}"`);
  const startedMs = performance.now();
  const load = startLoad({ ...world, dice: chance, org: 'maker', name: `round-${round}` });
  await sleep(200 + chance.roll(600));
  const { bit, how } = await fault(world, chance);
  if (!bit) findings.add({ kind: 'toothless', what: name, expected: 'that it breaks something', seen: how });
  await world.database.revive();
  await untilAnswers(world.database.url);
  await sleep(300);
  await endOf(load, name);
  const { acknowledged } = load;
  const deaths = world.servers.flatMap((server) => server.deaths());
  for (const death of deaths)
    findings.add({ kind: 'broken', what: 'a server', expected: 'to outlive the fault', seen: `its end ${death}` });
  const replayed = await inspect(world, acknowledged, findings);
  report.replayed += replayed;
  report.rounds += 1;
  report.faults.set(name, (report.faults.get(name) ?? 0) + 1);
  count(report, acknowledged);
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(0);
  return `${how}; ${acknowledged.answers.length} calls, ${acknowledged.retries} sent again, ${seconds} s`;
}

function count(report: ChaosReport, { charges, ended, topups, payouts, answers, retries }: Acknowledged): void {
  report.acknowledged.charges += charges.size;
  report.acknowledged.ended += ended.size;
  report.acknowledged.topups += topups.size;
  report.acknowledged.payouts += payouts.size;
  report.acknowledged.calls += answers.length;
  report.retries += retries;
}

/** Has every caller end what it has begun; one that can't would lie about all that comes after it. */
async function endOf(load: Load, name: string): Promise<void> {
  const timer = new AbortController();
  const late = sleep(patienceMs, 'late', { signal: timer.signal }).catch(() => 'ended');
  const first = await Promise.race([load.stop().then(() => 'ended'), late]).finally(() => timer.abort());
  if (first === 'late') throw new Error(`callers still had no answer ${patienceMs} ms after "${name}"`);
}

function shuffled(names: readonly string[], roll: (sides: number) => number): string[] {
  const left = [...names];
  return names.map(() => left.splice(roll(left.length), 1)[0] ?? '');
}
