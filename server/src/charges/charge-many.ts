import { isDeepStrictEqual } from 'node:util';
import { type Agent, Problem } from '@kopai/contracts';
import { type Queryable, SerializationFailure } from '../db/index.ts';
import {
  type AccountKey,
  ByLane,
  heldAccount,
  type Ledger,
  type LedgerTransaction,
  pendingEarnings,
  platform,
  walletAccount,
} from '../ledger/index.ts';
import { addTotals } from './earning-totals.ts';
import { lockFreeCounters } from './free-messages.ts';
import type { ChargeIntent } from './intent.ts';
import { readMade } from './made.ts';
import { type ChargeResult, freeKeyOf, type Locked, makeCharge, memberOf, moveOf, termsOf } from './make-charge.ts';
import { lockBudgets } from './member-budgets.ts';
import type { OnChargeMoves } from './moves.ts';
import { type ChargeRow, insertCharges } from './rows.ts';

/** Reads agents with their prices; given by the catalog. */
export type ReadAgents = (db: Queryable, ids: readonly string[]) => Promise<Map<string, Agent>>;

/**
 * Charges a batch in one transaction: lock, look up, decide in order of arrival, write. Agents say which accounts to lock, so they are read before; their
 * prices are read again under the locks, and a batch whose agents have changed meanwhile runs anew. Each charge has its own result; a refusal changes
 * nothing for the one behind it. Keys are looked up under the locks and before any refusal, so that a repeated request meets its
 * first answer even where the wallet is empty by now.
 */
export function chargeMany(
  { ledger, readAgents, onMoves }: { ledger: Ledger; readAgents: ReadAgents; onMoves: OnChargeMoves },
  intents: readonly ChargeIntent[],
): Promise<ChargeResult[]> {
  return ledger.transaction(async (tx) => {
    const ids = intents.map((intent) => intent.request.agentId);
    const agents = await readAgents(tx, ids);
    const book = await tx.open(accountsOf(intents, ({ request }) => agents.get(request.agentId)));
    const free = await lockFreeCounters(tx, intents.filter((intent) => offersFree(intent, agents)).map(freeKeyOf));
    const budgets = await lockBudgets(tx, intents.flatMap(memberOf));
    const made = await readMade(tx, intents);
    if (!isDeepStrictEqual(await readAgents(tx, ids), agents))
      throw new SerializationFailure('an agent changed while its charges waited for their locks');
    const rows: ChargeRow[] = [];
    const results = intents.map((intent): ChargeResult => {
      const first = made.find(intent);
      if (first) return first;
      const locked = { book, free, budgets };
      const terms = termsOf(intent, agents.get(intent.request.agentId), locked);
      if (terms instanceof Problem) return terms;
      const row = makeCharge(intent, terms, locked);
      rows.push(row);
      made.add(row);
      return { row, replayed: false };
    });
    if (rows.length > 0) {
      await writeAll(tx, { rows, book, free, budgets });
      await onMoves(tx, rows.map(moveOf));
    }
    return results;
  });
}

async function writeAll(
  tx: LedgerTransaction,
  { rows, book, free, budgets }: Locked & { rows: ChargeRow[] },
): Promise<void> {
  await insertCharges(tx, rows);
  await free.write(tx);
  await budgets.write(tx);
  await addTotals(
    tx,
    rows.filter((row) => !row.held_first),
    'capture',
  );
  await tx.write(book);
}

const offersFree = ({ request }: ChargeIntent, agents: ReadonlyMap<string, Agent>) =>
  (agents.get(request.agentId)?.freeMessages ?? 0) > 0;

/** Every account that charges may touch, each once. An unknown agent's charge is refused, but not before its key was looked up. */
export function accountsOf(
  intents: readonly ChargeIntent[],
  agentOf: (intent: ChargeIntent) => Agent | undefined,
): AccountKey[] {
  const keys = new ByLane<AccountKey>();
  const add = (account: string, lane = 0) => keys.get(account, lane) ?? keys.set(account, lane, { account, lane });
  for (const intent of intents) {
    const { lane } = intent;
    add(walletAccount(intent.wallet));
    if (intent.request.capture === false) {
      add(heldAccount(intent.wallet));
      continue;
    }
    add(platform.infraRevenue, lane);
    add(platform.freeMessageSubsidy, lane);
    add(platform.marketplaceRevenue, lane);
    const agent = agentOf(intent);
    if (agent) add(pendingEarnings(agent.orgId), lane);
  }
  return keys.values();
}
