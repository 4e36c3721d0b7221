import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { inTransaction } from '../src/db/index.ts';
import { verify } from '../src/ledger/index.ts';
import { chargeCounts } from './charge-counts.ts';
import { type ServedBench, serveBench } from './front-door.ts';
import { type HttpCaller, openHttpCaller } from './http-caller.ts';
import { type Measured, meanMeasured, measure } from './measure.ts';
import type { BenchDatabase } from './open-database.ts';
import { openBenchServer, populate } from './open-server.ts';
import { shareProcessor } from './processor-share.ts';
import { parentOf, processorSeconds } from './processor-time.ts';
import { number, printCells } from './report.ts';

const users = 1_000;
const agents = 100;

/** Callers that each send one charge a request, and callers that send a thousand. */
const singles = 192;
const batches = 8;
const batchSize = 1_000;

/** Charges that a server makes before anything is measured: until then much of its time goes into compiling its own code. */
const warmUpCharges = 15_000;

/** Processors that each part kept busy: 1 is a whole one. */
interface Busy {
  readonly client: number;
  readonly proxy: number;
  readonly servers: number;
  readonly database: number;
}

interface ScaleOutLine {
  readonly servers: number;
  readonly proxied: boolean;
  readonly what: string;
  readonly measured: Measured;
  readonly busy: Busy;
  /** Charges that shared a commit, and the share of them that had to be decided under locks. */
  readonly batch: number;
  readonly locked: number;
  /** Processor time of servers and database for one charge, in microseconds: what tells machines and neighbours apart from the work. */
  readonly micros: number;
}

/** How often each line is measured, in turns with what it is compared with: a shared machine is another one a minute later. */
const rounds = 2;

/** Of one processor, for each server of the second table: so that client, proxy and database have what they need beside four of them. */
const slowShare = 0.2;

/** What callers send. */
type Load = (caller: HttpCaller, durationMs: number) => Promise<Measured>;

const loads: Readonly<Record<string, Load>> = {
  'one a request': (caller, durationMs) =>
    measure({ callers: singles, durationMs, warmUpMs: 2_000 }, chargeOne(caller)),
  'one a request, one hot payer': (caller, durationMs) =>
    measure({ callers: singles, durationMs, warmUpMs: 2_000 }, chargeOne(caller, 0)),
  '1,000 a request': (caller, durationMs) =>
    measure({ callers: batches, durationMs, warmUpMs: 2_000, each: batchSize }, chargeMany(caller)),
};

/** Servers, what is in front of them, and who calls that. */
interface Fleet {
  readonly servers: readonly ServedBench[];
  readonly proxy: Proxy | undefined;
  readonly caller: HttpCaller;
}

/** One, two and four server processes on one database, behind a proxy in a process of its own; and one without the proxy, to know what that costs. */
export async function benchScaleOut(database: BenchDatabase, durationMs: number): Promise<void> {
  const preparing = await openBenchServer(database.url);
  await populate(preparing, users, agents).finally(() => preparing.close());
  const before = await countCharges(database);
  const { whole, slow } = await measureFleets(database, durationMs);
  printLines('Server processes on one database', whole);
  console.log(
    `\nRandom wallets; ${singles} callers send one charge a request, ${batches} send ${number(batchSize)}. The client is Node's own HTTP over kept connections, without the SDK; "busy" is how many of this machine's ${availableParallelism()} processors each part used, all of them sharing them.`,
  );
  if (slow) printLines(`The same where each server has ${slowShare} of a processor`, slow);
  const made = (await countCharges(database)) - before;
  if (made !== BigInt(asked)) throw new Error(`${asked} charges were asked for, and ${made} made`);
  const verdicts = await inTransaction(database.pool, verify, { isolation: 'repeatable read' });
  const broken = verdicts.filter(({ offenders }) => offenders.length > 0);
  if (broken.length > 0) throw new Error(`the ledger does not hold: ${broken.map(({ name }) => name).join(', ')}`);
  console.log(`\nAll ${number(asked)} charges are in the ledger, once, and \`kopai verify\` finds nothing.`);
}

async function countCharges({ pool }: BenchDatabase): Promise<bigint> {
  const [row] = await pool.query<{ count: bigint }>('select count(*) from charges');
  return row?.count ?? 0n;
}

/** The fleets share their servers: those that nobody calls do next to nothing. */
async function measureFleets(
  database: BenchDatabase,
  durationMs: number,
): Promise<{ whole: ScaleOutLine[]; slow: ScaleOutLine[] | undefined }> {
  const servers = await Promise.all(Array.from({ length: 4 }, () => serveBench(database)));
  const fleets: Fleet[] = [];
  let endSharing: (() => void) | undefined;
  try {
    for (const { count, proxied } of [
      { count: 1, proxied: false },
      { count: 1, proxied: true },
      { count: 2, proxied: true },
      { count: 4, proxied: true },
    ])
      fleets.push(await openFleet(servers.slice(0, count), proxied));
    for (const server of servers) {
      const alone = await openFleet([server], false);
      await warmUp(alone.caller, warmUpCharges);
      alone.caller.close();
    }
    const [backend] = await database.pool.query<{ pid: number }>('select pg_backend_pid() as pid');
    const databasePid = parentOf(backend?.pid ?? 0);
    const measureAll = async () => {
      const lines: ScaleOutLine[] = [];
      for (const [what, load] of Object.entries(loads)) {
        const turns: ScaleOutLine[][] = fleets.map(() => []);
        for (let round = 0; round < rounds; round += 1)
          for (const [i, fleet] of fleets.entries())
            turns[i]?.push(
              await measureFleet(fleet, databasePid, { what, measuring: () => load(fleet.caller, durationMs) }),
            );
        lines.push(...turns.map(meanOf));
      }
      return lines;
    };
    const whole = await measureAll();
    try {
      endSharing = shareProcessor(
        servers.map((server) => server.process.pid ?? 0),
        slowShare,
      );
    } catch (error) {
      console.error(`Servers could not be given shares of a processor: ${error}`);
      return { whole, slow: undefined };
    }
    return { whole, slow: await measureAll() };
  } finally {
    for (const { caller, proxy } of fleets) {
      caller.close();
      await proxy?.close();
    }
    await Promise.all(servers.map((server) => server.close()));
    endSharing?.();
  }
}

async function openFleet(servers: readonly ServedBench[], proxied: boolean): Promise<Fleet> {
  const [first] = servers;
  if (!first) throw new RangeError('a fleet has one server at least');
  const proxy = proxied ? await openProxy(servers.map(({ url }) => url)) : undefined;
  return { servers, proxy, caller: openHttpCaller(proxy?.url ?? first.url, first.secretKey) };
}

async function measureFleet(
  { servers, proxy }: Fleet,
  databasePid: number,
  { what, measuring }: { what: string; measuring: () => Promise<Measured> },
): Promise<ScaleOutLine> {
  const spent = () => ({
    client: process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6,
    proxy: proxy ? processorSeconds(proxy.pid) : 0,
    servers: servers.reduce((sum, server) => sum + processorSeconds(server.process.pid ?? 0), 0),
    database: processorSeconds(databasePid),
  });
  const counted = await chargeCounts(servers);
  const [before, from] = [spent(), performance.now()];
  const measured = await measuring();
  const [after, seconds] = [spent(), (performance.now() - from) / 1_000];
  const counts = await chargeCounts(servers);
  const made = counts.made - counted.made;
  const batch = made / (counts.batches - counted.batches);
  const locked = (counts.locked - counted.locked) / made;
  const share = (part: keyof Busy) => (after[part] - before[part]) / seconds;
  const busy = {
    client: share('client'),
    proxy: share('proxy'),
    servers: share('servers'),
    database: share('database'),
  };
  const micros = (busy.servers + busy.database) * (seconds / made) * 1e6;
  return { servers: servers.length, proxied: proxy !== undefined, what, measured, busy, batch, locked, micros };
}

/** What the rounds of one line come to. */
function meanOf(lines: readonly ScaleOutLine[]): ScaleOutLine {
  const [first] = lines;
  if (!first) throw new RangeError('a line is measured once at least');
  const mean = (value: (line: ScaleOutLine) => number) =>
    lines.reduce((sum, line) => sum + value(line), 0) / lines.length;
  return {
    ...first,
    measured: meanMeasured(lines.map(({ measured }) => measured)),
    busy: {
      client: mean(({ busy }) => busy.client),
      proxy: mean(({ busy }) => busy.proxy),
      servers: mean(({ busy }) => busy.servers),
      database: mean(({ busy }) => busy.database),
    },
    batch: mean(({ batch }) => batch),
    locked: mean(({ locked }) => locked),
    micros: mean(({ micros }) => micros),
  };
}

async function warmUp(caller: HttpCaller, charges: number): Promise<void> {
  let left = charges;
  const send = chargeOne(caller);
  const call = async () => {
    while (left-- > 0) await send();
  };
  await Promise.all(Array.from({ length: singles }, call));
}

interface Proxy {
  readonly url: string;
  readonly pid: number;
  close(): Promise<void>;
}

async function openProxy(urls: readonly string[]): Promise<Proxy> {
  const child = fork(fileURLToPath(new URL('./serve-proxy.ts', import.meta.url)), urls);
  const [url] = (await once(child, 'message')) as [string];
  return {
    url,
    pid: child.pid ?? 0,
    async close() {
      child.disconnect();
      await once(child, 'exit');
    },
  };
}

/** Charges that were asked for, all of which are answered by the end of a run. */
let asked = 0;

function anyCharge(user?: number) {
  asked += 1;
  const anyOf = (count: number) => Math.floor(Math.random() * count);
  return { agentId: `agent-${anyOf(agents)}`, userId: `user-${user ?? anyOf(users)}`, messageId: randomUUID() };
}

const chargeOne = (caller: HttpCaller, user?: number) => () =>
  caller.post('/v1/charges', JSON.stringify(anyCharge(user)));

const chargeMany = (caller: HttpCaller) => () =>
  caller.post('/v1/charges/batch', JSON.stringify({ charges: Array.from({ length: batchSize }, () => anyCharge()) }));

function printLines(title: string, lines: readonly ScaleOutLine[]): void {
  const rows = lines.map((line) => {
    const { servers, proxied, what, measured, busy } = line;
    const one = lines.find((other) => other.proxied && other.servers === 1 && other.what === what);
    return [
      `${servers}${proxied ? '' : ', no proxy'}`,
      what,
      number(measured.perSecond),
      measured.p50.toFixed(1),
      measured.p99.toFixed(0),
      one ? `${(measured.perSecond / one.measured.perSecond).toFixed(2)}x` : '',
      line.batch.toFixed(0),
      `${(100 * line.locked).toFixed(1)} %`,
      number(line.micros),
      ...[busy.client, busy.proxy, busy.servers, busy.database].map((share) => share.toFixed(2)),
    ];
  });
  printCells(
    title,
    [
      'servers',
      'charges',
      'per second',
      'p50 ms',
      'p99 ms',
      'to one',
      'a commit',
      'under locks',
      'µs a charge',
      'busy: client',
      'proxy',
      'servers',
      'database',
    ],
    rows,
  );
}
