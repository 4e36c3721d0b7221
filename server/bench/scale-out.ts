import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { inTransaction } from '../src/db/index.ts';
import { verify } from '../src/ledger/index.ts';
import { chargeCounts } from './charge-counts.ts';
import { serveBench } from './front-door.ts';
import { type HttpCaller, openHttpCaller } from './http-caller.ts';
import { type Measured, measure } from './measure.ts';
import type { BenchDatabase } from './open-database.ts';
import { openBenchServer, populate } from './open-server.ts';
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

/** One, two and four server processes on one database, behind a proxy in a process of its own; and one without the proxy, to know what that costs. */
export async function benchScaleOut(database: BenchDatabase, durationMs: number): Promise<void> {
  const preparing = await openBenchServer(database.url);
  await populate(preparing, users, agents).finally(() => preparing.close());
  const before = await countCharges(database);
  const lines: ScaleOutLine[] = [];
  for (const { servers, proxied } of [
    { servers: 1, proxied: false },
    { servers: 1, proxied: true },
    { servers: 2, proxied: true },
    { servers: 4, proxied: true },
  ])
    lines.push(...(await measureFleet(database, { servers, proxied, durationMs })));
  printLines(lines);
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

async function measureFleet(
  database: BenchDatabase,
  { servers: count, proxied, durationMs }: { servers: number; proxied: boolean; durationMs: number },
): Promise<ScaleOutLine[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => serveBench(database)));
  const [first] = servers;
  if (!first) throw new RangeError('a fleet has one server at least');
  const proxy = proxied ? await openProxy(servers.map(({ url }) => url)) : undefined;
  const caller = openHttpCaller(proxy?.url ?? first.url, first.secretKey);
  const [backend] = await database.pool.query<{ pid: number }>('select pg_backend_pid() as pid');
  const databasePid = parentOf(backend?.pid ?? 0);
  const spent = () => ({
    client: process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6,
    proxy: proxy ? processorSeconds(proxy.pid) : 0,
    servers: servers.reduce((sum, server) => sum + processorSeconds(server.process.pid ?? 0), 0),
    database: processorSeconds(databasePid),
  });
  const line = async (what: string, measuring: () => Promise<Measured>): Promise<ScaleOutLine> => {
    const counted = await chargeCounts(servers);
    const [before, from] = [spent(), performance.now()];
    const measured = await measuring();
    const [after, seconds] = [spent(), (performance.now() - from) / 1_000];
    const counts = await chargeCounts(servers);
    const made = counts.made - counted.made;
    const batch = made / (counts.batches - counted.batches);
    const locked = (counts.locked - counted.locked) / made;
    const perCharge = seconds / made;
    const share = (part: keyof Busy) => (after[part] - before[part]) / seconds;
    const busy = {
      client: share('client'),
      proxy: share('proxy'),
      servers: share('servers'),
      database: share('database'),
    };
    const micros = (busy.servers + busy.database) * perCharge * 1e6;
    return { servers: count, proxied, what, measured, busy, batch, locked, micros };
  };
  try {
    await warmUp(caller, warmUpCharges * count);
    return [
      await line('one a request', () => measure({ callers: singles, durationMs }, chargeOne(caller))),
      await line('one a request, one hot payer', () => measure({ callers: singles, durationMs }, chargeOne(caller, 0))),
      await line('1,000 a request', () =>
        measure({ callers: batches, durationMs, warmUpMs: 2_000, each: batchSize }, chargeMany(caller)),
      ),
    ];
  } finally {
    caller.close();
    await proxy?.close();
    await Promise.all(servers.map((server) => server.close()));
  }
}

async function warmUp(caller: HttpCaller, charges: number): Promise<void> {
  let left = charges;
  const send = chargeOne(caller);
  const call = async () => {
    while (left-- > 0) await send();
  };
  await Promise.all(Array.from({ length: singles }, call));
}

async function openProxy(urls: readonly string[]) {
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

function printLines(lines: readonly ScaleOutLine[]): void {
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
    'Server processes on one database',
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
  console.log(
    `\nRandom wallets; ${singles} callers send one charge a request, ${batches} send ${number(batchSize)}. The client is Node's own HTTP over kept connections, without the SDK; "busy" is how many of this machine's ${availableParallelism()} processors each part used, all of them sharing them.`,
  );
}
