import { setTimeout as sleep } from 'node:timers/promises';
import { inTransaction, type Pool } from '../src/db/index.ts';
import { verify } from '../src/ledger/index.ts';
import type { Acknowledged, Answered } from '../test/crash-load.ts';
import { inDatabase } from './database-process.ts';
import type { Findings } from './findings.ts';
import { faultsByTool } from './server-process.ts';
import { awaitEnds } from './settled.ts';
import type { World } from './world.ts';

interface ChargeSeen {
  readonly id: string;
  readonly message_id: string;
  readonly wallet: string;
  readonly status: string;
  readonly ended_cause: string | null;
}

/** Callers that repeat what was answered, side by side. */
const repeaters = 8;

/** How long a call that is repeated may go without an answer, in ms: nothing is broken any more. */
const answeredWithinMs = 60_000;

/**
 * Looks for all that was acknowledged in a round, sends every call again under its key, waits for what must end by itself, and has the ledger and Stripe
 * compared. Returns how many calls found their first answer.
 */
export async function inspect(world: World, acknowledged: Acknowledged, findings: Findings): Promise<number> {
  await inDatabase(world.database.url, (pool) => lookForCharges(pool, acknowledged, findings));
  const repeated = await repeatAll(acknowledged.answers, findings);
  await awaitEnds(world, acknowledged, findings);
  await lookForSecondTransfers(world, findings);
  const verdicts = await inDatabase(world.database.url, (pool) =>
    inTransaction(pool, verify, { isolation: 'repeatable read' }),
  );
  for (const { name, offenders } of verdicts) {
    if (offenders.length === 0) continue;
    const seen = `${offenders.length} rows: ${JSON.stringify(offenders.slice(0, 5))}`;
    findings.add({ kind: 'broken', what: 'kopai verify', expected: name, seen });
  }
  const differences = await differencesThatStay(world);
  if (differences !== '')
    findings.add({ kind: 'broken', what: 'kopai reconcile', expected: 'no difference', seen: differences });
  return repeated;
}

/** How long the ledger may differ from Stripe, in ms: an event that has not come yet is no difference that stays. */
const agreedWithinMs = 120_000;

async function differencesThatStay({ toolEnv }: World): Promise<string> {
  let differences = await faultsByTool('reconcile', toolEnv);
  for (const untilMs = performance.now() + agreedWithinMs; differences !== '' && performance.now() < untilMs; ) {
    await sleep(1_000);
    differences = await faultsByTool('reconcile', toolEnv);
  }
  return differences;
}

/** Each acknowledged charge is there, once, and ended as was said. */
async function lookForCharges(pool: Pool, acknowledged: Acknowledged, findings: Findings): Promise<void> {
  const twice = await pool.query<{ what: string }>(
    `select 'message ' || message_id as what from charges group by message_id having count(*) > 1
     union all
     select source_kind || ' ' || source_id from ledger_transactions group by source_kind, source_id having count(*) > 1`,
  );
  for (const { what } of twice) findings.add({ kind: 'doubled', what, expected: 'one', seen: 'more' });
  const rows = await pool.query<ChargeSeen>(
    'select id, message_id, wallet, status, ended_cause from charges where message_id = any($1)',
    [[...acknowledged.charges.keys()]],
  );
  const seen = new Map(rows.map((row) => [row.message_id, row]));
  for (const [message, id] of acknowledged.charges) {
    const row = seen.get(message);
    const what = `the charge of message ${message} on ${row?.wallet ?? 'no wallet'}`;
    if (row?.id !== id) findings.add({ kind: 'lost', what, expected: id, seen: row?.id ?? 'nothing' });
    const ended = acknowledged.ended.get(id);
    if (ended && row?.status !== ended)
      findings.add({ kind: 'lost', what: `${what}, ${id}`, expected: ended, seen: row?.status ?? 'nothing' });
    // A hold may run out while a clock is ahead; nothing else ends a charge before its caller does.
    const refusal = acknowledged.refusedEndings.get(id);
    if (refusal && row?.ended_cause !== 'expired')
      findings.add({
        kind: 'broken',
        what: `the end of ${id}`,
        expected: 'an end',
        seen: `${refusal}: ${row?.status}`,
      });
  }
}

/** Sends everything again under its own key: each must find what it was answered first, to the letter. */
async function repeatAll(answers: readonly Answered[], findings: Findings): Promise<number> {
  const left = [...answers];
  let repeated = 0;
  const repeat = async () => {
    for (let next = left.pop(); next; next = left.pop()) {
      const answer = await withinTime(next.again());
      if (answer === next.answer) repeated += 1;
      else findings.add({ kind: 'doubled', what: next.what, expected: next.answer, seen: answer });
    }
  };
  await Promise.all(Array.from({ length: repeaters }, repeat));
  return repeated;
}

async function withinTime(answer: Promise<string>): Promise<string> {
  const timer = new AbortController();
  const late = sleep(answeredWithinMs, `no answer within ${answeredWithinMs} ms`, { signal: timer.signal });
  late.catch(() => undefined);
  try {
    return await Promise.race([answer, late]);
  } finally {
    timer.abort();
  }
}

/** A payout leaves Stripe once, whatever was answered about it. */
async function lookForSecondTransfers({ side }: World, findings: Findings): Promise<void> {
  const groups = new Set<string>();
  for await (const { transfer_group: group, id } of side.stripe.transfers.list({ limit: 100 })) {
    if (groups.has(group ?? ''))
      findings.add({ kind: 'doubled', what: `payout ${group}`, expected: 'one transfer', seen: `${id} as well` });
    groups.add(group ?? '');
  }
}
