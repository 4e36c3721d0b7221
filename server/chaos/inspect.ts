import { KopaiError } from '@kopai/sdk';
import { inTransaction, type Pool } from '../src/db/index.ts';
import { verify } from '../src/ledger/index.ts';
import type { Acknowledged } from '../test/crash-load.ts';
import { until } from '../test/until.ts';
import { inDatabase } from './faults.ts';
import type { ChaosReport } from './run-chaos.ts';
import { faultsByTool } from './server-process.ts';
import type { World } from './world.ts';

interface ChargeSeen {
  readonly id: string;
  readonly message_id: string;
  readonly user_id: string;
  readonly held_first: boolean;
  readonly status: string;
}

/** Calls repeated after each round, of each kind: enough to meet what the fault caught in flight, which are the last ones. */
const replaysMost = 60;

/** How long what happens by itself may take, in ms: webhooks, their jobs, and sweeps that wait for a minute. */
const settledWithinMs = 150_000;

/** Looks for all that was acknowledged in a round, sends some of it again, and has the ledger and Stripe compared. */
export async function inspect(
  world: World,
  acknowledged: Acknowledged,
  report: ChaosReport,
  where: string,
): Promise<void> {
  const rows = await inDatabase(world.database.url, async (pool) => {
    report.doubled.push(...(await chargedTwice(pool)).map((message) => `${where}message ${message} is charged twice`));
    return pool.query<ChargeSeen>(
      'select id, message_id, user_id, held_first, status from charges where message_id = any($1)',
      [[...acknowledged.charges.keys()]],
    );
  });
  const seen = new Map(rows.map((row) => [row.message_id, row]));
  for (const [message, id] of acknowledged.charges) {
    const row = seen.get(message);
    if (row?.id !== id) report.lost.push(`${where}charge ${id} of ${message}`);
    const ended = acknowledged.ended.get(id);
    if (ended && row?.status !== ended) report.lost.push(`${where}charge ${id} was ${ended} and is ${row?.status}`);
  }
  await replay(world, rows, acknowledged, report, where);
  await untilSettled(world, acknowledged).catch((error: unknown) => report.broken.push(`${where}unsettled: ${error}`));
  const verdicts = await inDatabase(world.database.url, (pool) =>
    inTransaction(pool, verify, { isolation: 'repeatable read' }),
  );
  for (const { name, offenders } of verdicts)
    if (offenders.length > 0) report.broken.push(`${where}${name}: ${offenders.length} rows`);
  const differences = await faultsByTool('reconcile', world.toolEnv);
  if (differences !== '') report.broken.push(where + differences);
}

/** The messages that stand for more than one charge, and those whose charge the ledger has more than once. */
async function chargedTwice(pool: Pool): Promise<string[]> {
  const rows = await pool.query<{ message: string }>(
    `select message_id as message from charges group by message_id having count(*) > 1
     union all
     select source_id from ledger_transactions group by source_kind, source_id having count(*) > 1`,
  );
  return rows.map(({ message }) => message);
}

/** Repeats calls under their own keys: each must find what it was answered first. */
async function replay(
  { kopai }: World,
  rows: readonly ChargeSeen[],
  { ended }: Acknowledged,
  report: ChaosReport,
  where: string,
): Promise<void> {
  const again = async (what: string, wanted: string, ask: () => Promise<string>) => {
    const answer = await ask().catch((error: unknown) => (error instanceof KopaiError ? error.code : String(error)));
    report.replayed += 1;
    if (answer !== wanted) report.doubled.push(`${where}${what} was answered ${wanted}, and now ${answer}`);
  };
  for (const { id, message_id: messageId, user_id: userId, held_first: held } of rows.slice(-replaysMost)) {
    const request = { agentId: 'crash', userId, messageId, ...(held && { capture: false }) };
    await again(messageId, id, async () => (await kopai.charges.create(request, { idempotencyKey: messageId })).id);
  }
  const ends = rows.filter(({ id }) => ended.has(id)).slice(-replaysMost);
  for (const { id, message_id: message, status } of ends) {
    const idempotencyKey = `${message}-${status === 'refunded' ? 'refund' : 'end'}`;
    const ending = status === 'refunded' ? 'refund' : status === 'captured' ? 'capture' : 'release';
    await again(`${ending} ${id}`, status, async () => (await kopai.charges[ending](id, { idempotencyKey })).status);
  }
}

/** Waits until every payment and payout has come to its end, and every event that Stripe sent is handled. */
async function untilSettled({ kopai, database }: World, { topups, payouts }: Acknowledged): Promise<void> {
  for (const id of topups) await until(async () => (await kopai.topups.get(id)).status === 'paid', settledWithinMs);
  for (const id of payouts) await until(async () => (await kopai.payouts.get(id)).status === 'paid', settledWithinMs);
  await inDatabase(database.url, (pool) =>
    until(async () => {
      const [open] = await pool.query<{ count: bigint }>('select count(*) from stripe_events where handled_at is null');
      return open?.count === 0n;
    }, settledWithinMs),
  );
}
