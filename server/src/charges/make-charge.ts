import { type Agent, idPrefixes, type Problem } from '@kopai/contracts';
import { type Book, walletAccount } from '../ledger/index.ts';
import { type ChargeTerms, decide } from './decide.ts';
import type { FreeCounters, FreeKey } from './free-messages.ts';
import type { ChargeIntent } from './intent.ts';
import type { MemberBudgets, MemberKey } from './member-budgets.ts';
import type { ChargeMove } from './moves.ts';
import { chargePostings, holdPostings } from './postings.ts';
import { amountsOf, type ChargeRow, chargeOf } from './rows.ts';

/** How a charge ended: made now, made by an earlier request like this one, or refused. */
export type ChargeResult = { readonly row: ChargeRow; readonly replayed: boolean } | Problem;

/** How long a hold waits for its message before it is given back. */
export const holdLifetimeMs = 60 * 60_000;

/** What a batch is decided on, in the order of the locks where it is locked. */
export interface Locked {
  readonly book: Book;
  readonly free: FreeCounters;
  readonly budgets: MemberBudgets;
}

/** The member whose budget a message counts against: only within an organization is there one. */
export const memberOf = ({ request: { orgId, userId } }: ChargeIntent): MemberKey[] =>
  orgId === undefined ? [] : [{ orgId, userId }];

export const freeKeyOf = ({ request }: ChargeIntent): FreeKey => ({ agentId: request.agentId, userId: request.userId });

/** What a charge comes to as things stand, or why it can't be made. Nothing has happened yet. */
export function termsOf(
  intent: ChargeIntent,
  agent: Agent | undefined,
  { book, free, budgets }: Locked,
): ChargeTerms | Problem {
  const [member] = memberOf(intent);
  return decide({
    agentId: intent.request.agentId,
    agent,
    orgId: intent.request.orgId,
    wallet: intent.wallet,
    quoted: intent.quoted,
    balance: book.balance(walletAccount(intent.wallet)),
    budget: member && budgets.standing(member, intent.at.getTime()),
    freeUsed: free.used(freeKeyOf(intent)),
  });
}

/** Makes a charge on the book and the counters, on terms that were decided on them. */
export function makeCharge(intent: ChargeIntent, terms: ChargeTerms, { book, free, budgets }: Locked): ChargeRow {
  const [member] = memberOf(intent);
  const row = rowOf(intent, terms, book);
  const outcome = book.post({
    id: transactionOf(row.id),
    kind: row.held_first ? 'hold' : row.free ? 'free_message' : 'charge',
    postings: row.held_first ? holdPostings(amountsOf(row)) : chargePostings(amountsOf(row)),
    at: intent.at,
  });
  if (!outcome.posted)
    throw new Error(`the ledger refused what was decided: ${outcome.account} holds ${outcome.balance}`);
  if (row.free) free.add(freeKeyOf(intent), 1);
  if (member) budgets.spend(member, row.amount, intent.at.getTime());
  return row;
}

/** A charge's row tells its first transaction, and each is found from the other's id: `transaction_of_charge` is the same in SQL. */
const transactionOf = (chargeId: string) => `${idPrefixes.transaction}${chargeId.slice(idPrefixes.charge.length)}`;

/** A charge that was just made, as a step of its wallet. */
export const moveOf = (row: ChargeRow): ChargeMove => ({
  to: row.status,
  charge: chargeOf(row),
  balanceBefore: row.balance_after + row.amount,
  balanceAfter: row.balance_after,
});

function rowOf(intent: ChargeIntent, terms: ChargeTerms, book: Book): ChargeRow {
  const { request, at } = intent;
  const heldFirst = request.capture === false;
  return {
    id: intent.id,
    message_id: request.messageId,
    idempotency_key: intent.idempotencyKey ?? null,
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
    lane: intent.lane,
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
