import { randomUUID } from 'node:crypto';
import { inTransaction } from '../src/db/index.ts';
import { verify } from '../src/ledger/index.ts';
import { measureExport } from './export-memory.ts';
import { type Measured, measure } from './measure.ts';
import type { BenchDatabase } from './open-database.ts';
import { type BenchServer, fund, type Marketplace, openBenchServer, populate } from './open-server.ts';
import { readsOf } from './reads.ts';
import { type Line, number, printCells, printTable } from './report.ts';
import { runMany, type Stretch } from './run-many.ts';
import { printStorage } from './storage.ts';

export interface AgingOptions {
  /** Charges that the ledger grows to. */
  readonly charges: number;
  /** How hosts draw message ids and keys: `random` as UUIDs of version 4 are, or `ordered` by time as those of version 7. */
  readonly ids: 'random' | 'ordered';
  /** Users that pay half of them; one organization pays the other half. */
  readonly wallets: number;
  readonly durationMs: number;
}

const agents = 1_000;
const crowd = 'org:crowd';

/** Callers while the ledger grows. */
const growers = 1_000;

/** Charges after which everything is looked at, if the ledger grows that far. */
const looks = [0, 1_000_000, 10_000_000] as const;

/** Charges settled to see what that costs: a tenth of all. */
const settledShare = 0.1;

/** Times that settling comes round while these shares come due: once a minute in real life. */
const settleSteps = 50;

const dayMs = 24 * 60 * 60_000;

/**
 * The long run: a ledger that grows by the product's own charges, with message ids and keys as hosts draw them (random), and what charging, reading and
 * exporting cost as it does. At the end shares settle, a history is exported, and everything is proved.
 */
export async function benchAging(database: BenchDatabase, options: AgingOptions): Promise<void> {
  let stoppedMs: number | undefined;
  const server = await openBenchServer(database.url, { clock: () => stoppedMs ?? Date.now() });
  const startedMs = Date.now();
  try {
    const marketplace = await populate(server, options.wallets, agents);
    await fund(server.app, [crowd]);
    const grownFromMs = Date.now();
    const stretches = await grow(database, server, marketplace, options);
    printStretches(stretches);
    await printStorage(database.pool);
    const settledToMs = stretches.find(({ until }) => until >= options.charges * settledShare)?.endedMs ?? Date.now();
    await settle(database, async () => {
      let settled = 0;
      // A day later they come due as they were made, and not all at once.
      for (let step = 1; step <= settleSteps; step += 1) {
        stoppedMs = dayMs + grownFromMs + ((settledToMs - grownFromMs) * step) / settleSteps;
        settled += await server.app.services.charges.settleDue();
      }
      return settled;
    });
  } finally {
    await server.close();
  }
  await measureExport(database, crowd);
  await prove(database, startedMs);
}

/** A UUID of version 7 but for its version: 48 bits of time in front of what is random. */
function orderedUuid(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}${randomUUID().slice(13)}`;
}

const drawId = { random: randomUUID, ordered: orderedUuid };

/** Draws a charge: every other one is the organization's. */
const draw = ({ users, agents }: Marketplace, id: () => string) => {
  const anyOf = (list: readonly string[]) => list[Math.floor(Math.random() * list.length)] ?? '';
  const message = { agentId: anyOf(agents), userId: anyOf(users), messageId: id() };
  return Math.random() < 0.5 ? message : { ...message, orgId: crowd.slice('org:'.length) };
};

/** As the front door makes a caller's key unique. */
const keyOf = (id: string) => `operator POST /v1/charges ${id}`;

async function grow(
  database: BenchDatabase,
  server: BenchServer,
  marketplace: Marketplace,
  { charges, durationMs, ids }: AgingOptions,
): Promise<Stretch[]> {
  const { charges: room } = server.app.services;
  const id = drawId[ids];
  const one = () => room.create(draw(marketplace, id), keyOf(id()));
  const fromMs = Date.now();
  const stretches: Stretch[] = [];
  const lines: Line[] = [];
  const step = Math.ceil(charges / 10);
  for (let made = 0; ; ) {
    if (looks.some((at) => at === made) || made === charges) {
      const at = `at ${number(made)}`;
      for (const callers of [1, 32]) {
        const measured = await measure({ callers, durationMs }, one);
        lines.push({ what: `charge, ${at}`, callers, measured });
      }
      if (made > 0) lines.push(...(await readLines(database, { made, fromMs, at, durationMs })));
    }
    if (made === charges) break;
    const next = Math.min(charges, made + step, ...looks.filter((at) => at > made));
    stretches.push(await runMany(database, { callers: growers, count: next - made, until: next }, one));
    made = next;
  }
  printTable('Growing old', lines);
  return stretches;
}

/** Half of what was made is the organization's history. */
async function readLines(
  { pool }: BenchDatabase,
  { made, fromMs, at, durationMs }: { made: number; fromMs: number; at: string; durationMs: number },
): Promise<Line[]> {
  const entries = Math.floor(made / 2);
  // A day's page is left to the histories that are a second apart: here all that was made in hours of real life lies within minutes.
  const { 'page of an old day': _, ...reads } = readsOf(pool, {
    wallet: crowd,
    entries,
    fromMs,
    spanMs: Date.now() - fromMs,
  });
  const lines: Line[] = [];
  for (const [what, read] of Object.entries(reads)) {
    const measured: Measured = await measure({ callers: 1, durationMs: durationMs / 4 }, read);
    lines.push({ what: `${what} of ${number(entries)} entries, ${at}`, callers: 1, measured });
  }
  return lines;
}

function printStretches(stretches: readonly Stretch[]): void {
  printCells(
    `Charges by ${number(growers)} callers as the ledger grows`,
    [
      'up to',
      'per second',
      'p50 ms',
      'p99 ms',
      'database, µs of processor a charge',
      'server, µs',
      'log, bytes a charge',
    ],
    stretches.map(({ until, perSecond, p50, p99, databaseMicros, serverMicros, logBytes }) => [
      number(until),
      number(perSecond),
      p50.toFixed(0),
      p99.toFixed(0),
      number(databaseMicros),
      number(serverMicros),
      number(logBytes),
    ]),
  );
}

/** A day later for the first tenth of the charges; `work` tells how many it settled. */
async function settle(database: BenchDatabase, work: () => Promise<number>): Promise<void> {
  const size = async () => {
    const [row] = await database.pool.query<{ bytes: bigint }>(`select pg_total_relation_size('charges') as bytes`);
    return Number(row?.bytes ?? 0n);
  };
  const before = await size();
  let settled = 0;
  const stretch = await runMany(database, { callers: 1, count: 1, until: 0 }, async () => {
    settled = await work();
  });
  const grown = (await size()) - before;
  const each = (figure: number) => number(figure / Math.max(1, settled));
  printCells(
    'Shares settling',
    [
      'charges',
      'per second',
      'database, µs of processor a charge',
      'log, bytes a charge',
      'charges grew by, bytes a charge',
    ],
    [
      [
        number(settled),
        number(settled * stretch.perSecond),
        each(stretch.databaseMicros),
        each(stretch.logBytes),
        each(grown),
      ],
    ],
  );
}

async function prove({ pool }: BenchDatabase, startedMs: number): Promise<void> {
  const from = performance.now();
  const verdicts = await inTransaction(pool, verify, { isolation: 'repeatable read' });
  const broken = verdicts.filter(({ offenders }) => offenders.length > 0);
  if (broken.length > 0) throw new Error(`the ledger does not hold: ${broken.map(({ name }) => name).join(', ')}`);
  const seconds = (performance.now() - from) / 1_000;
  const minutes = (Date.now() - startedMs) / 60_000;
  console.log(
    `\n\`kopai verify\` finds nothing, in ${seconds.toFixed(0)} s. All of this took ${minutes.toFixed(0)} minutes.`,
  );
}
