import { ChargeBatcher } from '@kopai/sdk';
import { serveBench } from './front-door.ts';
import { bareInsert, batchedRows, bulkCharges, createLimitTables } from './limits.ts';
import { type Measured, measure } from './measure.ts';
import { chargeOnce, createUsualTables, openUsualAccounts } from './one-statement.ts';
import type { BenchDatabase } from './open-database.ts';
import { type BenchServer, type Marketplace, openBenchServer, populate } from './open-server.ts';
import { type Line, printTable, times } from './report.ts';
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

/** Charges against what the database can do, and against one statement for each. */
export async function benchCharges(database: BenchDatabase, bench: ChargeBench): Promise<void> {
  const limit = await benchLimits(database, bench);
  const usual = await benchOneByOne(database, bench);
  const server = await openBenchServer(database.url);
  try {
    const marketplace = await populate(server, users, agents);
    await benchInProcess(server, marketplace, { ...bench, limit, usual });
  } finally {
    await server.close();
  }
  await benchHttp(database, bench);
}

async function benchLimits({ pool }: BenchDatabase, { durationMs }: ChargeBench): Promise<Measured> {
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
  let best: Measured | undefined;
  for (const callers of [1, 2]) {
    const measured = await measure({ callers, durationMs, each: 1_000 }, bulkCharges(pool, 1_000));
    lines.push({ what: 'charge row, unique keys, 3 entries, 1,000 a commit', callers, measured });
    if (!best || measured.perSecond > best.perSecond) best = measured;
  }
  printTable('The limit', lines);
  if (!best) throw new Error('nothing was measured');
  return best;
}

type ByTraffic = ReadonlyMap<string, Measured>;
const nameOf = (traffic: Traffic, callers: number) => `${traffic} ${callers}`;

/** One statement for each charge: in the fewest rows, and in exactly the rows that the server writes. */
interface OneByOne {
  readonly lean: ByTraffic;
  readonly books: ByTraffic;
}

async function benchOneByOne({ pool }: BenchDatabase, bench: ChargeBench): Promise<OneByOne> {
  const wallets = names('wallet', users);
  const creators = names('creator', agents);
  const parties = { users: wallets, agents: creators };
  await createUsualTables(pool);
  await openUsualAccounts(pool, [...wallets, ...creators, 'platform']);
  const lean = await benchTraffics(
    bench,
    'One statement for each charge, in the fewest rows',
    (traffic, caller, turn) => {
      const { userId, agentId } = pick(parties, traffic, caller, turn);
      // Random wallets share nothing, not even the platform's account: the usual way at its best.
      return chargeOnce(pool, userId, agentId, traffic === 'one hot creator' ? 'platform' : undefined);
    },
  );
  await createBooks(pool);
  await openBooks(pool, { wallets, creators });
  const books = await benchTraffics(
    bench,
    'One statement for each charge, in the same rows as the server',
    (traffic, caller, turn) => {
      const { userId, agentId } = pick(parties, traffic, caller, turn);
      return chargeInBooks(pool, { wallet: userId, creator: agentId, caller, hot: traffic === 'one hot creator' });
    },
  );
  return { lean, books };
}

async function benchTraffics(
  { durationMs, callers }: ChargeBench,
  title: string,
  work: (traffic: Traffic, caller: number, turn: number) => Promise<void>,
): Promise<ByTraffic> {
  const results = new Map<string, Measured>();
  const lines: Line[] = [];
  for (const traffic of traffics) {
    for (const many of callers) {
      const measured = await measure({ callers: many, durationMs }, (caller, turn) => work(traffic, caller, turn));
      results.set(nameOf(traffic, many), measured);
      lines.push({ what: traffic, callers: many, measured });
    }
  }
  printTable(title, lines);
  return results;
}

async function benchInProcess(
  server: BenchServer,
  marketplace: Marketplace,
  { durationMs, callers, limit, usual }: ChargeBench & { limit: Measured; usual: OneByOne },
): Promise<void> {
  const { charges } = server.app.services;
  const lines: Line[] = [];
  for (const traffic of traffics) {
    for (const many of callers) {
      const measured = await measure({ callers: many, durationMs, warmUpMs: 1_000 }, (caller, turn) =>
        charges.create({ ...pick(marketplace, traffic, caller, turn), messageId: messageId() }),
      );
      const name = nameOf(traffic, many);
      const ratio = [
        times(measured, usual.books.get(name), 'the same rows one by one'),
        times(measured, usual.lean.get(name), 'the fewest'),
        `${Math.round((100 * measured.perSecond) / limit.perSecond)} % of the limit`,
      ].join(', ');
      lines.push({ what: traffic, callers: many, measured, ratio });
    }
  }
  printTable('Charges in process', lines);
}

/** A server in a process of its own, called through the SDK from this one. */
async function benchHttp(database: BenchDatabase, { durationMs }: ChargeBench): Promise<void> {
  const server = await serveBench(database);
  try {
    const { kopai } = server;
    const marketplace = { users: names('user', users), agents: names('agent', agents) };
    const lines: Line[] = [];
    for (const callers of [1, 64, 256]) {
      const measured = await measure({ callers, durationMs, warmUpMs: 2_000 }, (caller, turn) =>
        kopai.charges.create({ ...pick(marketplace, 'random wallets', caller, turn), messageId: messageId() }),
      );
      lines.push({ what: 'one charge a request', callers, measured });
    }
    const batcher = new ChargeBatcher(kopai.charges);
    for (const callers of [1, 64, 256, 1_000]) {
      const measured = await measure({ callers, durationMs, warmUpMs: 2_000 }, (caller, turn) =>
        batcher.create({ ...pick(marketplace, 'random wallets', caller, turn), messageId: messageId() }),
      );
      lines.push({ what: 'one charge a call, through a `ChargeBatcher`', callers, measured });
    }
    const measured = await measure({ callers: 4, durationMs, warmUpMs: 1_000, each: 1_000 }, (caller, turn) =>
      kopai.charges.createBatch(
        Array.from({ length: 1_000 }, (_, i) => ({
          ...pick(marketplace, 'random wallets', caller + i, turn),
          messageId: messageId(),
        })),
      ),
    );
    lines.push({ what: '1,000 charges a request', callers: 4, measured });
    printTable('Charges over HTTP, through the SDK', lines);
  } finally {
    await server.close();
  }
}

const names = (kind: string, count: number) => Array.from({ length: count }, (_, i) => `${kind}-${i}`);
