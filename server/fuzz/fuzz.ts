import { setTimeout as sleep } from 'node:timers/promises';
import { openapi } from '@kopai/contracts/openapi';
import fc from 'fast-check';
import { inTransaction } from '../src/db/index.ts';
import { verify } from '../src/ledger/index.ts';
import { type Answer, exchange } from './exchange.ts';
import { judgeBy } from './judge.ts';
import type { Target } from './open-target.ts';
import { type Document, type Operation, operationsOf } from './operations.ts';
import { type Plan, planOf } from './plan.ts';
import { type Writes, watchWrites } from './writes.ts';

/** What a run counted and found. */
export interface Tally {
  requests: number;
  readonly byRoute: Map<string, number>;
  readonly byStatus: Map<number, number>;
  /** What was wrong, with the smallest request that shows it. */
  readonly failures: string[];
}

export const emptyTally = (): Tally => ({ requests: 0, byRoute: new Map(), byStatus: new Map(), failures: [] });

/** The operations that are fuzzed, from the published document. */
export function fuzzed(): { document: Document; operations: readonly [Operation, ...Operation[]] } {
  const document = JSON.parse(JSON.stringify(openapi({ version: '0.0.0' }))) as Document;
  return { document, operations: operationsOf(document) };
}

export interface Round {
  readonly seed: number;
  /** Requests that come one by one: after each refusal the database is looked at. */
  readonly alone: number;
  /** Groups of requests that come at once. */
  readonly together: number;
}

const groupMost = 12;

/**
 * Sends requests that are made from the document and judges every answer: never a 5xx, never a status or a shape that the document does not
 * name, never a write beside a refusal, never a hang. In the end the ledger's invariants are proved.
 */
export async function fuzz(target: Target, round: Round, tally: Tally): Promise<void> {
  const { document, operations } = fuzzed();
  const judge = judgeBy(document);
  const plans = planOf(document, operations);
  const writes = await watchWrites(target.pool);
  const ask = async (plan: Plan): Promise<Answer> => {
    count(tally.byRoute, plan.operation.name);
    tally.requests += 1;
    const answer = await exchange(target, plan).catch((cause: unknown) => {
      throw new Error(`${described(plan)} got no answer`, { cause });
    });
    count(tally.byStatus, answer.status);
    const fault = judge(plan, answer);
    if (fault !== undefined) throw new Error(`${described(plan)}: ${fault}\n${answer.text.slice(0, 500)}`);
    return answer;
  };

  const alone = fc.asyncProperty(plans, (plan) => askAndLook(writes, () => ask(plan), plan));
  report(tally, round, await fc.check(alone, { seed: round.seed, numRuns: round.alone, ...bounded }));
  const groups = fc.array(plans, { minLength: 2, maxLength: groupMost });
  const together = fc.asyncProperty(groups, async (group) => {
    await Promise.all(group.map(ask));
  });
  report(tally, round, await fc.check(together, { seed: round.seed, numRuns: round.together, ...bounded }));

  const verdicts = await inTransaction(target.pool, verify, { isolation: 'repeatable read' });
  for (const { name, offenders } of verdicts)
    if (offenders.length > 0) tally.failures.push(`seed ${round.seed}: the ledger's invariant is broken: ${name}`);
}

/** Shrinking a failure sends it again and again; after this long what was found is small enough. In ms. */
const bounded = { interruptAfterTimeLimit: 120_000, markInterruptAsFailure: false } as const;

/** Jobs and clocks write by themselves: a difference counts when the same refusal makes it this often in a row. */
const looks = 3;

async function askAndLook(writes: Writes, ask: () => Promise<Answer>, plan: Plan): Promise<void> {
  const glance = await writes.glance();
  const { status } = await ask();
  if (status < 400 || (await writes.glance()) === glance) return;
  for (let look = 0; look < looks; look++) {
    const before = await settled(writes);
    const again = await ask();
    if (again.status < 400 || (await settled(writes)) === before) return;
  }
  throw new Error(`${described(plan)} was refused with ${status}, and left something behind`);
}

/** How everything stands when nothing moves by itself for a moment. */
async function settled(writes: Writes): Promise<string> {
  for (;;) {
    const mark = await writes.mark();
    await sleep(40);
    if ((await writes.mark()) === mark) return mark;
  }
}

const count = <K>(counts: Map<K, number>, key: K) => counts.set(key, (counts.get(key) ?? 0) + 1);

const described = ({ operation, caller, params, query, body, headers }: Plan): string =>
  `${operation.method} ${operation.path} by ${caller} ${JSON.stringify({ params, query, headers })} ${body?.slice(0, 1_500) ?? ''}`;

function report(tally: Tally, { seed }: Round, { failed, errorInstance }: Outcome): void {
  if (!failed) return;
  const text = errorInstance instanceof Error ? chained(errorInstance) : String(errorInstance);
  tally.failures.push(`seed ${seed}: ${text}`);
}

/** As much of fast-check's verdict as is reported. */
type Outcome = Pick<fc.RunDetails<never>, 'failed' | 'errorInstance'>;

const chained = (error: Error): string =>
  error.cause instanceof Error ? `${error.message}: ${chained(error.cause)}` : error.message;
