import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kopai } from '@kopai/sdk';
import { startStripeSim } from '@kopai/stripe-sim';
import { faultsByTool, openServerProcess, type ServerProcess } from '../../chaos/server-process.ts';
import { createPool } from '../../src/db/index.ts';
import { type Acknowledged, startLoad } from '../crash-load.ts';
import { dice } from '../dice.ts';
import { stripeSide } from '../stripe-side.ts';
import { until } from '../until.ts';
import { openMovableProxy } from './movable-proxy.ts';
import { openReplicatedPostgres, type ReplicatedPostgres } from './replicated-postgres.ts';

const credit = 1_000_000n;
const apiKey = 'kopai_sk_only_for_the_failover_0123456789abc';
const users = ['ann', 'ben', 'cas', 'dee'] as const;

export interface FailoverOptions {
  /** Draws what callers do; the moments of the machine itself can't be drawn again. */
  readonly seed: number;
  /** How long callers work at least before the primary is lost, and after the standby has taken over, in ms. */
  readonly loadMs: number;
}

/** What was promised before, during and after, and what is missing. */
export interface FailoverReport {
  readonly acknowledged: { readonly charges: number; readonly ended: number; readonly topups: number };
  /** Calls that had no definite answer and were sent again. */
  readonly retries: number;
  /** From the loss of the primary until the standby took writes, in ms. */
  readonly promotedMs: number;
  /** From the loss of the primary until the next charge was answered, in ms. */
  readonly answeredMs: number;
  /** Calls that were repeated at the end and met their first answer. */
  readonly replayed: number;
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  /** What `kopai verify` and `kopai reconcile` found, and whether the server died of it. */
  readonly broken: readonly string[];
}

/** Loses the primary under load, promotes the synchronous standby, lets every caller end what it began, and looks for all that was acknowledged. */
export async function runFailover({ seed, loadMs }: FailoverOptions): Promise<FailoverReport> {
  const database = await openReplicatedPostgres();
  const proxy = await openMovableProxy(database.socketPath);
  const sim = await startStripeSim({ retries: { attempts: 500, firstDelayMs: 100, longestDelayMs: 500 } });
  const dataDir = await mkdtemp(join(tmpdir(), 'kopai-failover-server-'));
  const env = { KOPAI_DATA_DIR: dataDir, KOPAI_SECRET_KEY: apiKey, STRIPE_SIM_PORT: String(sim.port) };
  const address = `postgres://kopai@127.0.0.1:${proxy.port}/kopai`;
  let server: ServerProcess | undefined;
  try {
    server = await openServerProcess({ ...env, DATABASE_URL: address });
    const kopai = new Kopai({ apiKey, baseUrl: server.url, maxRetries: 0, timeout: 12_000 });
    await populate(kopai);
    const load = startLoad({ kopai, side: stripeSide(sim), dice: dice(seed), org: 'maker', users, name: 'failover' });
    const work = () => workFor(loadMs, load.acknowledged);
    await work();
    const times = await failOver(database, proxy.moveTo, load.acknowledged);
    await work();
    await load.stop();
    const { charges, ended, topups, retries } = load.acknowledged;
    for (const id of topups) await until(async () => (await kopai.topups.get(id)).status === 'paid', 60_000);
    const found = await look({ ...times, kopai }, load.acknowledged);
    const tools = await Promise.all(
      (['verify', 'reconcile'] as const).map((tool) => faultsByTool(tool, { ...env, DATABASE_URL: times.url })),
    );
    return {
      ...times,
      ...found,
      acknowledged: { charges: charges.size, ended: ended.size, topups: topups.size },
      retries,
      broken: [...tools.filter((printed) => printed !== ''), ...server.deaths()],
    };
  } finally {
    await server?.kill();
    await proxy.close();
    await sim.close();
    await database.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Charges that callers make at least before and after the loss, however slow the machine is at the moment. */
const chargesLeast = 15;

async function workFor(loadMs: number, { charges }: Acknowledged): Promise<void> {
  const before = charges.size;
  await sleep(loadMs);
  await until(async () => charges.size >= before + chargesLeast, 30_000);
}

async function populate(kopai: Kopai): Promise<void> {
  await kopai.models.put('crash', { name: 'Model', infra: credit / 10n });
  await kopai.agents.put('crash', {
    name: 'Agent',
    modelId: 'crash',
    orgId: 'maker',
    visibility: 'public',
    addOn: credit,
    freeMessages: 5,
  });
  for (const user of users)
    await kopai.adjustments.create({ wallet: `user:${user}`, amount: 50_000n * credit, reason: 'To begin with' });
}

/** The order matters: an old primary that still lives is no primary only once nobody can reach it. */
async function failOver(
  database: ReplicatedPostgres,
  moveTo: (socketPath: string) => void,
  { charges }: Acknowledged,
): Promise<{ promotedMs: number; answeredMs: number; chargesBefore: number; url: string }> {
  const lostAt = performance.now();
  await database.killPrimary();
  // What is acknowledged from here on was made by the new primary.
  const chargesBefore = charges.size;
  const next = await database.promote();
  const promotedMs = performance.now() - lostAt;
  moveTo(next.socketPath);
  await until(async () => charges.size > chargesBefore, 30_000);
  return { promotedMs, answeredMs: performance.now() - lostAt, chargesBefore, url: next.url };
}

/** Charges repeated on either side of the loss: more than were ever under way at once. */
const replaysMost = 100;

interface ChargeSeen {
  readonly id: string;
  readonly message_id: string;
  readonly user_id: string;
  readonly held_first: boolean;
  readonly status: string;
}

/** Looks in the new primary for everything that was acknowledged, and repeats what was made around the loss. */
async function look(
  { url, kopai, chargesBefore }: { url: string; kopai: Kopai; chargesBefore: number },
  { charges, ended }: Acknowledged,
): Promise<Pick<FailoverReport, 'lost' | 'doubled' | 'replayed'>> {
  const { rows, doubled } = await readCharges(url);
  const seen = new Map(rows.map((row) => [row.message_id, row]));
  if (seen.size !== rows.length) doubled.push(`${rows.length - seen.size} messages have more than one charge`);
  const lost: string[] = [];
  for (const [message, id] of charges) {
    const row = seen.get(message);
    if (row?.id !== id) lost.push(`charge ${id} of ${message}`);
    const end = ended.get(id);
    if (end && row?.status !== end) lost.push(`charge ${id} was ${end} and is ${row?.status}`);
  }
  let replayed = 0;
  const around = [...charges].slice(Math.max(0, chargesBefore - replaysMost), chargesBefore + replaysMost);
  for (const [messageId, id] of around) {
    const row = seen.get(messageId);
    if (!row) continue;
    const request = { agentId: 'crash', userId: row.user_id, messageId, ...(row.held_first && { capture: false }) };
    const again = await kopai.charges.create(request, { idempotencyKey: messageId });
    if (again.id === id) replayed += 1;
    else doubled.push(`${messageId} was answered ${id}, and now ${again.id}`);
  }
  return { lost, doubled, replayed };
}

async function readCharges(url: string): Promise<{ rows: ChargeSeen[]; doubled: string[] }> {
  const pool = createPool({ url, size: 1, applicationName: 'failover', limits: { statement: 60_000 } });
  try {
    const rows = await pool.query<ChargeSeen>('select id, message_id, user_id, held_first, status from charges');
    const twice = await pool.query<{ source: string }>(
      "select source_kind || ' ' || source_id as source from ledger_transactions group by 1 having count(*) > 1",
    );
    return { rows, doubled: twice.map(({ source }) => source) };
  } finally {
    await pool.end();
  }
}
