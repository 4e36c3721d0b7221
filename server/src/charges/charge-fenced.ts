import type { Agent } from '@kopai/contracts';
import { Problem } from '@kopai/contracts';
import type { Clock } from '../clock.ts';
import { isConflict, isUniqueViolation, type Pool, type Queryable } from '../db/index.ts';
import { fencedStatement, type Ledger, type Rider } from '../ledger/index.ts';
import { accountsOf } from './charge-many.ts';
import { totalColumns } from './earning-totals.ts';
import type { ChargeIntent } from './intent.ts';
import { Made, readMade } from './made.ts';
import { type ChargeResult, freeKeyOf, makeCharge, memberOf, moveOf, termsOf } from './make-charge.ts';
import { MemberBudgets } from './member-budgets.ts';
import type { OnChargeMoves } from './moves.ts';
import { chargedRider, exhaustedRider, totalsRider, unbudgetedRider } from './riders.ts';
import { type ChargeRow, chargeColumns } from './rows.ts';
import { UsedUp } from './used-up.ts';

/** Agents as they are remembered, with the mark that a fence holds them to. */
export interface Remembered {
  read(
    db: Queryable,
    ids: Iterable<string>,
  ): Promise<ReadonlyMap<string, { readonly agent: Agent; readonly mark: string }>>;
  forget(ids: Iterable<string>): void;
}

/** When charges are nobody's business but the payer's: then they need no transaction around them. */
export interface Quiet {
  /** That nobody waits to be told; its parameters are what `values` gives. */
  readonly rider: Rider;
  readonly values: (balances: readonly { readonly wallet: string; readonly after: bigint }[]) => readonly unknown[];
  /** Whether a move may be quiet at all. */
  readonly covers: (balanceBefore: bigint, balanceAfter: bigint) => boolean;
}

export interface FencedDependencies {
  readonly pool: Pool;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly agents: Remembered;
  readonly unchangedAgents: Rider;
  readonly onMoves: OnChargeMoves;
  readonly quiet: Quiet;
}

/** How long charges are made in transactions after somebody was found to be waiting for them, in ms; then it is tried again without. */
const watchedForMs = 30_000;

/** A charge that was decided on what is remembered. */
interface Decided {
  readonly intent: ChargeIntent;
  readonly row: ChargeRow;
}

/**
 * Charges without reading first: decides on what this process remembers, and writes with one statement that checks all of it again. What
 * can't be decided so - a refusal, a free message, a budget, a memory that was wrong twice - has no result, and is for `chargeMany` to decide under locks.
 */
export function createFencedCharges(
  deps: FencedDependencies,
): (intents: readonly ChargeIntent[]) => Promise<(ChargeResult | undefined)[]> {
  const { pool, ledger, clock, agents, quiet, onMoves } = deps;
  const riders = [chargedRider, totalsRider, unbudgetedRider, exhaustedRider, deps.unchangedAgents];
  const quietly = fencedStatement('charge quietly', [...riders, quiet.rider]);
  const told = fencedStatement('charge', riders);
  const usedUp = new UsedUp();
  let watchedUntilMs = 0;

  async function attempt(intents: readonly ChargeIntent[], results: Map<ChargeIntent, ChargeResult>): Promise<void> {
    const known = await agents.read(
      pool,
      intents.map(({ request }) => request.agentId),
    );
    const able = intents.filter((intent) => !results.has(intent) && known.has(intent.request.agentId));
    const agentOf = (intent: ChargeIntent) => known.get(intent.request.agentId);
    const free = await usedUp.read(
      pool,
      able.filter((intent) => (agentOf(intent)?.agent.freeMessages ?? 0) > 0).map(freeKeyOf),
    );
    const book = await ledger.recall(able.flatMap((intent) => accountsOf(intent, agentOf(intent)?.agent)));
    const isWatched = clock() < watchedUntilMs;
    const made = new Made();
    const decided: Decided[] = [];
    const twins: ChargeIntent[] = [];
    for (const intent of able) {
      if (made.find(intent)) {
        twins.push(intent);
        continue;
      }
      const locked = { book, free, budgets: new MemberBudgets([]) };
      const terms = termsOf(intent, agentOf(intent)?.agent, locked);
      if (terms instanceof Problem) continue;
      if (terms.free) {
        // It is taken under a lock, and what was remembered of it ends here.
        usedUp.forget([freeKeyOf(intent)]);
        continue;
      }
      const before = book.balance(walletOf(intent));
      if (!isWatched && !quiet.covers(before, before - terms.amount)) continue;
      const row = makeCharge(intent, terms, locked);
      made.add(row);
      decided.push({ intent, row });
    }
    if (decided.length === 0) return;
    const rows = decided.map(({ row }) => row);
    const marks = [...new Set(decided.map(({ row }) => row.agent_id))];
    const values = [
      chargeColumns(rows),
      totalColumns(rows.filter((row) => !row.held_first)),
      memberColumns(decided),
      free.columns(decided.map(({ intent }) => freeKeyOf(intent))),
      [marks, marks.map((id) => known.get(id)?.mark)],
    ];
    try {
      if (isWatched) await ledger.commit(book, told, values, (tx) => onMoves(tx, rows.map(moveOf)));
      else await ledger.commit(book, quietly, [...values, quiet.values(lastBalances(rows))]);
    } catch (error) {
      agents.forget(marks);
      usedUp.forget(decided.map(({ intent }) => freeKeyOf(intent)));
      if (error instanceof Error && error.message.endsWith('watched')) watchedUntilMs = clock() + watchedForMs;
      throw error;
    }
    for (const { intent, row } of decided) results.set(intent, { row, replayed: false });
    for (const twin of twins) {
      const first = made.find(twin);
      if (first) results.set(twin, first);
    }
  }

  return async (intents) => {
    const results = new Map<ChargeIntent, ChargeResult>();
    try {
      await attempt(intents, results);
    } catch (error) {
      if (!mayBeOld(error)) throw error;
      // A key that was used before is answered by its charge, which never changes; the rest is tried once more, on what is read anew.
      const made = await readMade(pool, intents);
      for (const intent of intents) {
        const first = made.find(intent);
        if (first) results.set(intent, first);
      }
      await attempt(intents, results).catch((again: unknown) => {
        if (!mayBeOld(again)) throw again;
      });
    }
    return intents.map((intent) => results.get(intent));
  };
}

/** What was remembered, or that a key is unused, may not be so any more. */
const mayBeOld = (error: unknown) => isConflict(error) || isUniqueViolation(error);

const walletOf = ({ wallet }: ChargeIntent) => `wallet:${wallet}`;

/** What each wallet has after all of the charges: of several the last one counts. */
const lastBalances = (rows: readonly ChargeRow[]) =>
  [...new Map(rows.map((row) => [row.wallet, row.balance_after]))].map(([wallet, after]) => ({ wallet, after }));

const memberColumns = (decided: readonly Decided[]): unknown[] => {
  const members = decided.flatMap(({ intent }) => memberOf(intent));
  return [members.map(({ orgId }) => orgId), members.map(({ userId }) => userId)];
};
