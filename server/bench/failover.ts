import { openReplicatedPostgres } from '../test/failover/replicated-postgres.ts';
import { type FailoverReport, runFailover } from '../test/failover/run-failover.ts';
import { type Measured, measure } from './measure.ts';
import type { BenchDatabase } from './open-database.ts';
import { openBenchServer, populate } from './open-server.ts';
import { type Line, number, printCells, printTable, times } from './report.ts';

const users = 1_000;
const agents = 100;

/** How many callers feel the way to the standby, and how many share it. */
const callers = [1, 32, 1_000] as const;

/** The primary is lost so many times, each time another one; then what a synchronous standby costs as long as nothing is lost. */
export async function benchFailover(
  database: BenchDatabase,
  { durationMs, rounds }: { durationMs: number; rounds: number },
): Promise<void> {
  const reports: FailoverReport[] = [];
  for (let seed = 1; seed <= rounds; seed += 1) reports.push(await runFailover({ seed, loadMs: 3_000 }));
  printReports(reports);
  const alone = await measureCharges(database.url, durationMs);
  const lines: Line[] = [...alone].map(([many, measured]) => ({ what: 'no standby', callers: many, measured }));
  for (const synchronous of [false, true]) {
    const replicated = await openReplicatedPostgres({ synchronous });
    try {
      for (const [many, measured] of await measureCharges(replicated.url, durationMs)) {
        const what = synchronous ? 'synchronous standby' : 'asynchronous standby';
        lines.push({ what, callers: many, measured, ratio: times(measured, alone.get(many), 'without') });
      }
    } finally {
      await replicated.close();
    }
  }
  printTable('Charges in process, with a standby on the same disk', lines);
}

async function measureCharges(url: string, durationMs: number): Promise<Map<number, Measured>> {
  const server = await openBenchServer(url);
  try {
    const marketplace = await populate(server, users, agents);
    const results = new Map<number, Measured>();
    const anyOf = (list: readonly string[]) => list[Math.floor(Math.random() * list.length)] ?? '';
    for (const many of callers) {
      const measured = await measure({ callers: many, durationMs, warmUpMs: 1_000 }, (caller, turn) =>
        server.app.services.charges.create({
          agentId: anyOf(marketplace.agents),
          userId: anyOf(marketplace.users),
          messageId: `failover-bench-${process.pid}-${many}-${caller}-${turn}`,
        }),
      );
      results.set(many, measured);
    }
    return results;
  } finally {
    await server.close();
  }
}

function printReports(reports: readonly FailoverReport[]): void {
  const sum = (count: (report: FailoverReport) => number) =>
    number(reports.reduce((total, report) => total + count(report), 0));
  const spread = (time: (report: FailoverReport) => number) => {
    const sorted = reports.map(time).sort((a, b) => a - b);
    const at = (share: number) => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN);
    return `${at(0)} / ${at(0.5)} / ${at(1)}`;
  };
  printCells(
    'The primary is lost under load',
    ['what', ''],
    [
      ['primaries lost', number(reports.length)],
      ['acknowledged charges', sum(({ acknowledged }) => acknowledged.charges)],
      ['acknowledged captures, releases and refunds', sum(({ acknowledged }) => acknowledged.ended)],
      ['payments', sum(({ acknowledged }) => acknowledged.topups)],
      ['calls that were sent again for want of an answer', sum(({ retries }) => retries)],
      ['repeated afterwards, and answered as the first time', sum(({ replayed }) => replayed)],
      ['lost', sum(({ lost }) => lost.length)],
      ['doubled', sum(({ doubled }) => doubled.length)],
      ['found by `verify` and `reconcile`', sum(({ broken }) => broken.length)],
      ['until the standby took writes, ms (least / middle / most)', spread(({ promotedMs }) => promotedMs)],
      ['until the next charge was answered, ms', spread(({ answeredMs }) => answeredMs)],
    ],
  );
  const faults = reports.flatMap((report) => [...report.lost, ...report.doubled, ...report.broken]);
  if (faults.length > 0) throw new Error(faults.join('\n'));
}
