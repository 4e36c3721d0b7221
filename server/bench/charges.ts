import { ChargeBatcher } from '@kopai/sdk';
import { serveBench } from './front-door.ts';
import { bareInsert, batchedRows, bulkCharges, createLimitTables } from './limits.ts';
import { measure, measureInTurns } from './measure.ts';
import { chargeOnce, createUsualTables, openUsualAccounts } from './one-statement.ts';
import type { BenchDatabase } from './open-database.ts';
import { type BenchServer, type Marketplace, openBenchServer, populate } from './open-server.ts';
import { type Line, milliseconds, number, printCells, printTable, ratio } from './report.ts';
import { chargeInBooks, createBooks, openBooks } from './same-books.ts';

/** Users and agents, each agent with an organization of its own. */
const users = 1_000;
const agents = 100;

/** Who pays whom: everybody everybody, one payer everybody, everybody one creator. */
const traffics = ['random wallets', 'one hot payer', 'one hot creator'] as const;
type Traffic = (typeof traffics)[number];

/** Spreads callers and their turns over a list, so that neighbours do not meet. */
const spread = <T>(list: readonly T[], caller: number, turn: number, step: number): T => {
  const item = list[(caller * 131 + turn * step) % list.length];
  if (item === undefined) throw new RangeError('the list is empty');
  return item;
};

const pick = ({ users, agents }: Marketplace, traffic: Traffic, caller: number, turn: number) => ({
  userId: traffic === 'one hot payer' ? spread(users, 0, 0, 0) : spread(users, caller, turn, 7),
  agentId: traffic === 'one hot creator' ? spread(agents, 0, 0, 0) : spread(agents, caller, turn, 17),
});

let messages = 0;
const messageId = () => `bench-${process.pid}-${messages++}`;

export interface ChargeBench {
  readonly durationMs: number;
  readonly callers: readonly number[];
}

/** A server that has run for a while has its programs compiled, and is no faster after so many milliseconds: before, a fifth of its time goes into that. */
const warmUpMs = 10_000;

/** Charges against what the database can do, and against one statement for each. */
export async function benchCharges(database: BenchDatabase, bench: ChargeBench): Promise<void> {
  await benchLimits(database, bench);
  const server = await openBenchServer(database.url);
  try {
    await benchInProcess(database, server, bench);
  } finally {
    await server.close();
  }
  await benchHttp(database, bench);
}

async function benchLimits({ pool }: BenchDatabase, { durationMs }: ChargeBench): Promise<void> {
  await createLimitTables(pool);
  const lines: Line[] = [];
  for (const callers of [1, 32]) {
    lines.push({
      what: 'bare INSERT, one row a commit',
      callers,
      measured: await measure({ callers, durationMs }, bareInsert(pool)),
    });
  }
  for (const callers of [1, 2]) {
    const measured = await measure({ callers, durationMs, each: 1_000 }, batchedRows(pool, 1_000));
    lines.push({ what: 'bare rows, 1,000 a commit', callers, measured });
  }
  for (const callers of [1, 2]) {
    const measured = await measure({ callers, durationMs, each: 1_000 }, bulkCharges(pool, 1_000));
    lines.push({ what: 'charge row, unique keys, 3 entries, 1,000 a commit', callers, measured });
  }
  printTable('The limit', lines);
}

/** One way to charge, by who pays whom. */
type Way = (traffic: Traffic, caller: number, turn: number) => Promise<unknown>;

/** One statement for each charge: in thin rows that nothing checks, and in exactly the rows that the server writes. */
async function openOneByOne({ pool }: BenchDatabase): Promise<{ readonly thin: Way; readonly sameRows: Way }> {
  const wallets = names('wallet', users);
  const creators = names('creator', agents);
  const parties = { users: wallets, agents: creators };
  await createUsualTables(pool);
  await openUsualAccounts(pool, [...wallets, ...creators, 'platform']);
  await createBooks(pool);
  await openBooks(pool, { wallets, creators });
  return {
    thin(traffic, caller, turn) {
      const { userId, agentId } = pick(parties, traffic, caller, turn);
      // Random wallets share nothing, not even the platform's account: the usual way at its best.
      return chargeOnce(pool, userId, agentId, traffic === 'one hot creator' ? 'platform' : undefined);
    },
    sameRows(traffic, caller, turn) {
      const { userId, agentId } = pick(parties, traffic, caller, turn);
      return chargeInBooks(pool, { wallet: userId, creator: agentId, caller, hot: traffic === 'one hot creator' });
    },
  };
}

/** How often the server's way and those that it is compared with take their turn for one line. */
const turns = 4;

/** The server's way, in turns with those that it is compared with. */
async function benchInProcess(
  database: BenchDatabase,
  server: BenchServer,
  { durationMs, callers }: ChargeBench,
): Promise<void> {
  const marketplace: Marketplace = await populate(server, users, agents);
  const { charges } = server.app.services;
  const ours: Way = (traffic, caller, turn) =>
    charges.create({ ...pick(marketplace, traffic, caller, turn), messageId: messageId() });
  const { sameRows, thin } = await openOneByOne(database);
  // The statements of the others have next to no program.
  for (const many of [64, 1])
    await measure({ callers: many, durationMs: warmUpMs / 2 }, (caller, turn) => ours('random wallets', caller, turn));
  const rows: string[][] = [];
  for (const traffic of traffics) {
    for (const many of callers) {
      const turn = { durationMs: durationMs / turns, warmUpMs: 300 };
      const by = (way: Way) => () =>
        measure({ ...turn, callers: many }, (caller, times) => way(traffic, caller, times));
      const bulk = bulkCharges(database.pool, 1_000);
      const atLimit = () => measure({ ...turn, callers: 2, each: 1_000 }, bulk);
      const [measured, limit, same, lean] = await measureInTurns(turns, [by(ours), atLimit, by(sameRows), by(thin)]);
      if (!measured || !limit || !same || !lean) throw new Error('each way is measured');
      rows.push([
        traffic,
        String(many),
        number(measured.perSecond),
        milliseconds(measured.p50),
        milliseconds(measured.p99),
        number(same.perSecond),
        ratio(measured, same),
        number(lean.perSecond),
        ratio(measured, lean),
        number(limit.perSecond),
        `${Math.round((100 * measured.perSecond) / limit.perSecond)} %`,
      ]);
    }
  }
  const heads = [
    'who pays whom',
    'callers',
    'a second',
    'p50 ms',
    'p99 ms',
    'same rows',
    'ratio',
    'thin rows',
    'ratio',
  ];
  printCells('Charges in process', [...heads, 'limit', 'of it'], rows);
}

/** A server in a process of its own, called through the SDK from this one. */
async function benchHttp(database: BenchDatabase, { durationMs }: ChargeBench): Promise<void> {
  const server = await serveBench(database);
  try {
    const { kopai } = server;
    const marketplace = { users: names('user', users), agents: names('agent', agents) };
    const lines: Line[] = [];
    const batcher = new ChargeBatcher(kopai.charges);
    const order = (caller: number, turn: number) => ({
      ...pick(marketplace, 'random wallets', caller, turn),
      messageId: messageId(),
    });
    for (const { what, all, each, work } of [
      {
        what: 'one charge a request',
        all: [256, 64, 1],
        each: 1,
        work: (caller: number, turn: number) => kopai.charges.create(order(caller, turn)),
      },
      {
        what: 'one charge a call, through a `ChargeBatcher`',
        all: [1_000, 256, 64, 1],
        each: 1,
        work: (caller: number, turn: number) => batcher.create(order(caller, turn)),
      },
      {
        what: '1,000 charges a request',
        all: [8, 4],
        each: 1_000,
        work: (caller: number, turn: number) =>
          kopai.charges.createBatch(Array.from({ length: 1_000 }, (_, i) => order(caller + i, turn))),
      },
    ])
      for (const [i, callers] of all.entries()) {
        const measured = await measure({ callers, durationMs, warmUpMs: i === 0 ? warmUpMs : 1_000, each }, work);
        lines.push({ what, callers, measured });
      }
    printTable('Charges over HTTP, through the SDK', lines);
  } finally {
    await server.close();
  }
}

const names = (kind: string, count: number) => Array.from({ length: count }, (_, i) => `${kind}-${i}`);
