import { type Agent, Problem, problems } from '@kopai/contracts';
import type { Queryable } from '../db/index.ts';
import {
  type AccountKey,
  type Book,
  heldAccount,
  type Ledger,
  type LedgerTransaction,
  laneOf,
  pendingEarnings,
  platform,
  walletAccount,
} from '../ledger/index.ts';
import { type ChargeTerms, decide } from './decide.ts';
import { addTotals } from './earning-totals.ts';
import { type FreeCounters, lockFreeCounters } from './free-messages.ts';
import type { ChargeIntent } from './intent.ts';
import { lockBudgets, type MemberBudgets, type MemberKey } from './member-budgets.ts';
import type { ChargeMove, OnChargeMoves } from './moves.ts';
import { chargePostings, holdPostings } from './postings.ts';
import { amountsOf, type ChargeRow, chargeOf, chargesByCause, insertCharges } from './rows.ts';

/** How a charge ended: made now, made by an earlier request like this one, or refused. */
export type ChargeResult = { readonly row: ChargeRow; readonly replayed: boolean } | Problem;

/** Reads agents with their prices; given by the catalog. */
export type ReadAgents = (db: Queryable, ids: readonly string[]) => Promise<Map<string, Agent>>;

/** How long a hold waits for its message before it is given back. */
export const holdLifetimeMs = 60 * 60_000;

/**
 * Charges a batch in one transaction: lock, look up, decide in order of arrival, write. Each charge has its own result; a refusal changes
 * nothing for the one behind it. Keys are looked up under the locks and before any refusal, so that a repeated request meets its
 * first answer even where the wallet is empty by now.
 */
export function chargeMany(
  { ledger, readAgents, onMoves }: { ledger: Ledger; readAgents: ReadAgents; onMoves: OnChargeMoves },
  intents: readonly ChargeIntent[],
): Promise<ChargeResult[]> {
  return ledger.transaction(async (tx) => {
    const agents = await readAgents(
      tx,
      intents.map((intent) => intent.request.agentId),
    );
    const book = await tx.open(intents.flatMap((intent) => accountsOf(intent, agents)));
    const free = await lockFreeCounters(tx, intents.filter((intent) => offersFree(intent, agents)).map(freeKeyOf));
    const budgets = await lockBudgets(tx, intents.flatMap(memberOf));
    const made = await alreadyMade(tx, intents);
    const rows: ChargeRow[] = [];
    const results = intents.map((intent): ChargeResult => {
      const first = made.find(intent);
      if (first) return first;
      const result = chargeOne(intent, agents.get(intent.request.agentId), { book, free, budgets });
      if (!(result instanceof Problem)) {
        rows.push(result.row);
        made.add(result.row);
      }
      return result;
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

/** What a batch has locked, in the order of the locks. */
interface Locked {
  readonly book: Book;
  readonly free: FreeCounters;
  readonly budgets: MemberBudgets;
}

/** The member whose budget a message counts against: only within an organization is there one. */
const memberOf = ({ request: { orgId, userId } }: ChargeIntent): MemberKey[] =>
  orgId === undefined ? [] : [{ orgId, userId }];

const freeKeyOf = ({ request }: ChargeIntent) => ({ agentId: request.agentId, userId: request.userId });

const offersFree = ({ request }: ChargeIntent, agents: ReadonlyMap<string, Agent>) =>
  (agents.get(request.agentId)?.freeMessages ?? 0) > 0;

/** Every account a charge may touch. An unknown agent's charge is refused, but not before its key was looked up. */
function accountsOf(intent: ChargeIntent, agents: ReadonlyMap<string, Agent>): AccountKey[] {
  const wallet = { account: walletAccount(intent.wallet) };
  if (intent.request.capture === false) return [wallet, { account: heldAccount(intent.wallet) }];
  const agent = agents.get(intent.request.agentId);
  const lane = laneOf(intent.wallet);
  return [
    wallet,
    { account: platform.infraRevenue, lane },
    { account: platform.freeMessageSubsidy, lane },
    { account: platform.marketplaceRevenue, lane },
    ...(agent ? [{ account: pendingEarnings(agent.orgId), lane }] : []),
  ];
}

/** What was charged before, by message and by key; grows with what this batch charges. */
async function alreadyMade(tx: Queryable, intents: readonly ChargeIntent[]) {
  const byMessage = new Map<string, ChargeRow>();
  const byKey = new Map<string, ChargeRow>();
  const add = (row: ChargeRow) => {
    byMessage.set(row.message_id, row);
    if (row.idempotency_key !== null) byKey.set(row.idempotency_key, row);
  };
  const found = await chargesByCause(tx, {
    messageIds: intents.map((intent) => intent.request.messageId),
    idempotencyKeys: intents.flatMap((intent) => intent.idempotencyKey ?? []),
  });
  found.forEach(add);
  return {
    add,
    find(intent: ChargeIntent): ChargeResult | undefined {
      const row =
        byMessage.get(intent.request.messageId) ??
        (intent.idempotencyKey === undefined ? undefined : byKey.get(intent.idempotencyKey));
      if (!row) return undefined;
      if (row.request_hash.equals(intent.requestHash)) return { row, replayed: true };
      const used = row.message_id === intent.request.messageId ? 'message id' : 'Idempotency-Key';
      return new Problem(
        'idempotency_key_reused',
        `This ${used} belongs to another charge (${problems.idempotency_key_reused.remedy})`,
      );
    },
  };
}

function chargeOne(intent: ChargeIntent, agent: Agent | undefined, { book, free, budgets }: Locked): ChargeResult {
  const [member] = memberOf(intent);
  const nowMs = intent.at.getTime();
  const terms = decide({
    agentId: intent.request.agentId,
    agent,
    orgId: intent.request.orgId,
    wallet: intent.wallet,
    quoted: intent.quoted,
    balance: book.balance(walletAccount(intent.wallet)),
    budget: member && budgets.standing(member, nowMs),
    freeUsed: free.used(freeKeyOf(intent)),
  });
  if (terms instanceof Problem) return terms;
  const row = rowOf(intent, terms, book);
  const outcome = book.post({
    id: intent.transactionId,
    kind: row.held_first ? 'hold' : row.free ? 'free_message' : 'charge',
    source: { kind: 'charge', id: row.id },
    details: detailsOf(row),
    postings: row.held_first ? holdPostings(amountsOf(row)) : chargePostings(amountsOf(row)),
    at: intent.at,
  });
  if (!outcome.posted)
    throw new Error(`the ledger refused what was decided: ${outcome.account} holds ${outcome.balance}`);
  if (row.free) free.add(freeKeyOf(intent), 1);
  if (member) budgets.spend(member, row.amount, nowMs);
  return { row, replayed: false };
}

const moveOf = (row: ChargeRow): ChargeMove => ({
  to: row.status,
  charge: chargeOf(row),
  balanceBefore: row.balance_after + row.amount,
  balanceAfter: row.balance_after,
});

/** What the wallet's history says about a charge. */
export const detailsOf = (row: ChargeRow): Record<string, unknown> => ({
  chargeId: row.id,
  agentId: row.agent_id,
  agentName: row.agent_name,
  userId: row.user_id,
  messageId: row.message_id,
  infra: String(row.infra),
  addOn: String(row.add_on),
});

function rowOf(intent: ChargeIntent, terms: ChargeTerms, book: Book): ChargeRow {
  const { request, at } = intent;
  const heldFirst = request.capture === false;
  return {
    id: intent.id,
    message_id: request.messageId,
    idempotency_key: intent.idempotencyKey ?? null,
    request_hash: intent.requestHash,
    agent_id: request.agentId,
    agent_name: terms.agentName,
    user_id: request.userId,
    org_id: request.orgId ?? null,
    wallet: intent.wallet,
    price_version: terms.version,
    infra: terms.infra,
    add_on: terms.addOn,
    waived_infra: terms.waived.infra,
    waived_add_on: terms.waived.addOn,
    amount: terms.amount,
    free: terms.free,
    earning_org: terms.earningOrg,
    creator_share: terms.creatorShare,
    platform_share: terms.platformShare,
    lane: laneOf(intent.wallet),
    held_first: heldFirst,
    status: heldFirst ? 'held' : 'captured',
    free_remaining: terms.freeRemaining,
    balance_after: book.balance(walletAccount(intent.wallet)) - terms.amount,
    created_at: at,
    hold_expires_at: heldFirst ? new Date(at.getTime() + holdLifetimeMs) : null,
    captured_at: heldFirst ? null : at,
    ended_at: null,
    ended_cause: null,
    settled_at: null,
    settlement_id: null,
  };
}
