import type { Clock } from '../clock.ts';
import { type Pool, type Queryable, unlessUnderWay } from '../db/index.ts';
import {
  availableEarnings,
  inTransitEarnings,
  type Ledger,
  laneOf,
  type Posting,
  platform,
  walletAccount,
} from '../ledger/index.ts';
import { newId } from '../new-id.ts';
import type { PayoutProvider, TransferAnswer } from './provider.ts';
import { type PayoutRow, payoutById } from './rows.ts';

export interface AdvanceDependencies {
  readonly pool: Pool;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly provider: PayoutProvider;
  /** Hears of a payout that has ended, in the transaction that ends it. */
  readonly onPayoutEnded: (tx: Queryable, row: PayoutRow) => Promise<void>;
}

/** Stripe forgets an idempotency key after 24 hours; an hour early is early enough for any clock. */
const keyLivesMs = 23 * 60 * 60_000;

/** When a payout is looked at again that waits for balance, or for an answer. */
export const retryAfterMs = 60_000;

/**
 * Takes a payout as far as it will go. Called by its job, by a sweep and when balance becomes available: any number of times, by any
 * process, killed at any line. Before anything is sent the row says so; after an answer the ledger and the row move together; without an
 * answer the transfer is looked up by the payout, and sent again under the same key only while Stripe remembers that one.
 *
 * One call at a time: a look-up beside a request that is still under way would find nothing, and give back what is about to be sent. Whoever comes
 * meanwhile gets the payout as it is.
 */
export async function advancePayout(deps: AdvanceDependencies, payoutId: string): Promise<PayoutRow> {
  const advanced = await unlessUnderWay(deps.pool, `payout ${payoutId}`, async () => {
    const sending = await markSending(deps, payoutId);
    if (isSettled(sending.row)) return sending.row;
    return conclude(deps, sending.row, await ask(deps, sending));
  });
  return advanced ?? payoutById(deps.pool, payoutId);
}

export const isSettled = ({ status }: PayoutRow): boolean =>
  status === 'paid' || status === 'failed' || status === 'reversed';

/** A payout that is about to be sent: for the first time under its key, or once more. */
interface Sending {
  readonly row: PayoutRow;
  readonly isFirst: boolean;
}

/** Writes down that the transfer may be under way from now on. */
async function markSending({ pool, clock }: AdvanceDependencies, payoutId: string): Promise<Sending> {
  const now = new Date(clock());
  const [marked] = await pool.query<PayoutRow & { was_sent: boolean }>(
    `update payouts p set status = case when p.status = 'unknown' then p.status else 'in_transit' end,
       sent_at = coalesce(p.sent_at, $2), updated_at = $2, next_try_at = $3
     from (select id, sent_at is not null as was_sent from payouts where id = $1 for update) before
     where p.id = before.id and p.status in ('requested', 'queued', 'in_transit', 'unknown') returning p.*, before.was_sent`,
    [payoutId, now, new Date(now.getTime() + retryAfterMs)],
  );
  if (!marked) return { row: await payoutById(pool, payoutId), isFirst: false };
  const { was_sent: wasSent, ...row } = marked;
  return { row, isFirst: !wasSent };
}

/**
 * Sends the transfer. One that may have been sent before is looked up first: between a decision to send and its arrival a process can stand still, in a
 * machine that sleeps, until Stripe has forgotten the key that would have kept it from paying twice.
 */
async function ask({ provider, clock }: AdvanceDependencies, { row, isFirst }: Sending): Promise<TransferAnswer> {
  const found = isFirst ? undefined : await provider.findTransfer(row.id);
  if (found) return { kind: 'sent', transferId: found.transferId };
  const sentMs = row.sent_at?.getTime() ?? clock();
  if (clock() - sentMs >= keyLivesMs) return { kind: 'refused', reason: 'Stripe never made the transfer' };
  return provider.send({
    payoutId: row.id,
    accountId: row.account_id,
    amountCents: Number(row.amount_cents),
    currency: row.currency,
    key: row.attempt === 1 ? row.id : `${row.id}:${row.attempt}`,
  });
}

/** Follows a definite answer in the ledger, once: the row's lock comes after the accounts', and its status fences the step. */
function conclude(deps: AdvanceDependencies, asked: PayoutRow, answer: TransferAnswer): Promise<PayoutRow> {
  return deps.ledger.transaction(async (tx) => {
    const book = await tx.open(accountsOf(asked.org_id));
    const [row] = await tx.query<PayoutRow>('select * from payouts where id = $1 for update', [asked.id]);
    if (!row) throw new Error(`payout ${asked.id} is gone`);
    // Another process has followed an answer meanwhile, or asks under a newer key.
    if (isSettled(row) || row.attempt !== asked.attempt) return row;
    const now = new Date(deps.clock());
    if (answer.kind === 'unknown') return setStatus(tx, row, { status: 'unknown', failure: answer.reason, now });
    if (answer.kind === 'no_balance') {
      return setStatus(tx, row, { status: 'queued', failure: null, now, attempt: row.attempt + 1 });
    }
    const sent = answer.kind === 'sent';
    const outcome = book.post({
      id: newId('transaction', now.getTime()),
      kind: 'payout',
      source: { kind: sent ? 'payout_sent' : 'payout_returned', id: row.id },
      details: { payoutId: row.id, ...(sent ? {} : { earnings: String(row.amount), reason: answer.reason }) },
      postings: sent ? sentPostings(row) : returnedPostings(row),
      at: now,
    });
    if (!outcome.posted) throw new Error(`the ledger refused to follow payout ${row.id}: ${outcome.account}`);
    await tx.write(book);
    const ended = await setStatus(
      tx,
      row,
      sent
        ? { status: 'paid', failure: null, now, transferId: answer.transferId }
        : { status: 'failed', failure: answer.reason, now },
    );
    await deps.onPayoutEnded(tx, ended);
    return ended;
  });
}

/** Every account that a payout moves. */
export const accountsOf = (orgId: string) => [
  { account: inTransitEarnings(orgId) },
  { account: availableEarnings(orgId) },
  { account: walletAccount(`org:${orgId}`) },
  { account: platform.cash, lane: laneOf(`org:${orgId}`) },
];

const sentPostings = ({ org_id: org, amount }: PayoutRow): Posting[] => [
  { account: inTransitEarnings(org), amount: -amount },
  { account: platform.cash, lane: laneOf(`org:${org}`), amount },
];

const returnedPostings = ({ org_id: org, amount }: PayoutRow): Posting[] => [
  { account: walletAccount(`org:${org}`), amount: 0n },
  { account: inTransitEarnings(org), amount: -amount },
  { account: availableEarnings(org), amount },
];

interface StatusChange {
  readonly status: PayoutRow['status'];
  readonly failure: string | null;
  readonly now: Date;
  readonly attempt?: number;
  readonly transferId?: string;
}

async function setStatus(tx: Queryable, row: PayoutRow, change: StatusChange): Promise<PayoutRow> {
  // A queued payout has had its definite answer, so its next attempt starts the life of a new key.
  const [changed] = await tx.query<PayoutRow>(
    `update payouts set status = $2, failure = $3, updated_at = $4, attempt = $5, transfer_id = coalesce($6, transfer_id),
       sent_at = case when $2 = 'queued' then null else sent_at end
     where id = $1 returning *`,
    [row.id, change.status, change.failure, change.now, change.attempt ?? row.attempt, change.transferId ?? null],
  );
  return changed ?? row;
}
