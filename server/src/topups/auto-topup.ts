import type { Pack } from '@kopai/contracts';
import { isUniqueViolation } from '../db/index.ts';
import { newId } from '../new-id.ts';
import { backOffMs, coolDownMs, declinesMost, isFinalDecline } from './auto-rules.ts';
import { type AutoTopupRow, autoTopupStanding } from './auto-settings.ts';
import type { SavedCardAnswer } from './checkout.ts';
import { createTopup } from './create.ts';
import { type Alongside, creditOf, type FulfilDependencies } from './fulfil.ts';
import type { TopupRow } from './rows.ts';

export interface AutoTopupDependencies extends FulfilDependencies {
  readonly packs: readonly Pack[];
}

/** When a top-up whose charge got no answer is looked at again, in ms. */
const checkAfterMs = 60_000;

/**
 * Tops a wallet up with its saved card, if every guard allows. Our row comes first, one at a time for each wallet, and its id is the provider's
 * idempotency key: killed at any line, the sweep asks again under the same key and the card is charged once. Never part of a message's own
 * transaction: a card takes seconds, a charge milliseconds.
 */
export async function autoTopup(deps: AutoTopupDependencies, wallet: string): Promise<void> {
  const row = await startAutoTopup(deps, wallet);
  if (row) await continueAutoTopup(deps, row);
}

/** Decides under the settings' lock and writes down what is about to be charged. */
async function startAutoTopup(deps: AutoTopupDependencies, wallet: string): Promise<TopupRow | undefined> {
  try {
    return await deps.ledger.transaction(async (tx) => {
      const nowMs = deps.clock();
      const standing = await autoTopupStanding(tx, wallet, { packs: deps.packs, nowMs, lock: true });
      const pack = deps.packs.find(({ id }) => id === standing?.row.pack_id);
      if (standing?.verdict !== 'charge' || standing.inFlight || !pack) return undefined;
      const id = newId('topup', nowMs);
      const [row] = await tx.query<TopupRow>(
        `insert into topups (id, cause, kind, wallet, requested_by, pack_id, credits, amount_cents, currency, ui_mode, status, created_at, next_check_at)
         values ($1, $2, 'auto', $3, 'auto-topup', $4, $5, $6, $7, 'hosted', 'pending', $8, $9) returning *`,
        [
          id,
          `auto:${id}`,
          wallet,
          pack.id,
          pack.credits,
          pack.amountCents,
          pack.currency,
          new Date(nowMs),
          new Date(nowMs + checkAfterMs),
        ],
      );
      return row;
    });
  } catch (error) {
    // Another process was first: its top-up is the one in flight.
    if (isUniqueViolation(error, 'topups_one_auto_in_flight')) return undefined;
    throw error;
  }
}

/**
 * Charges, or asks what became of the charge, and follows the answer. A charge that is known is read: sending it again would only replay its
 * first answer.
 */
export async function continueAutoTopup(deps: AutoTopupDependencies, row: TopupRow): Promise<void> {
  const answer =
    row.payment_intent_id === null
      ? await charge(deps, row)
      : await deps.checkout.readSavedCardCharge(row.payment_intent_id);
  const actionUrl = answer.kind === 'needs_action' ? await payInPerson(deps, row) : null;
  await conclude(deps, row, answer, actionUrl);
}

/** The provider says that a payment has moved: if it is an automatic top-up's, the top-up follows. */
export async function followPayment(
  deps: AutoTopupDependencies,
  paymentIntentId: string,
  alongside: Alongside,
): Promise<void> {
  const [row] = await deps.pool.query<TopupRow>(
    "select * from topups where payment_intent_id = $1 and kind = 'auto' and status = 'processing'",
    [paymentIntentId],
  );
  if (row) await continueAutoTopup(deps, row);
  await alongside(deps.pool);
}

async function charge(deps: AutoTopupDependencies, row: TopupRow): Promise<SavedCardAnswer> {
  const [customer] = await deps.pool.query<{ customer_id: string }>(
    'select customer_id from stripe_customers where wallet = $1',
    [row.wallet],
  );
  return customer
    ? deps.checkout.chargeSavedCard({
        topupId: row.id,
        wallet: row.wallet,
        customerId: customer.customer_id,
        amountCents: Number(row.amount_cents),
        currency: row.currency,
      })
    : { kind: 'no_card' };
}

/** The bank wants the payer: a checkout for the same pack, in the place of the charge it refused, coming back to where they paid last. */
async function payInPerson(deps: AutoTopupDependencies, row: TopupRow): Promise<string | null> {
  const pack = deps.packs.find(({ id }) => id === row.pack_id);
  const [last] = await deps.pool.query<{ success_url: string; cancel_url: string }>(
    "select success_url, cancel_url from topups where wallet = $1 and kind = 'checkout' order by id desc limit 1",
    [row.wallet],
  );
  if (!pack || !last) return null;
  const opened = await createTopup(deps, {
    wallet: row.wallet,
    pack,
    uiMode: 'hosted',
    saveCard: true,
    successUrl: last.success_url,
    cancelUrl: last.cancel_url,
    requestedBy: 'auto-topup',
    cause: `in-person:${row.id}`,
  });
  return opened.checkout_url;
}

function conclude(
  deps: AutoTopupDependencies,
  asked: TopupRow,
  answer: SavedCardAnswer,
  actionUrl: string | null,
): Promise<void> {
  return deps.ledger.transaction(async (tx) => {
    const at = new Date(deps.clock());
    if (answer.kind === 'paid') {
      const [credited] = await tx.post([
        creditOf(asked, { source: 'payment_intent', id: answer.paymentIntentId, receiptUrl: answer.receiptUrl }, at),
      ]);
      const [paid] = await tx.query<TopupRow>(
        `update topups set status = 'paid', paid_at = $2, payment_intent_id = $3, receipt_url = $4
         where id = $1 and status <> 'paid' returning *`,
        [asked.id, at, answer.paymentIntentId, answer.receiptUrl],
      );
      if (!paid) return;
      await tx.query('update auto_topups set failures = 0, last_failure = null, next_try_at = $2 where wallet = $1', [
        asked.wallet,
        new Date(at.getTime() + coolDownMs),
      ]);
      const balance = credited?.posted ? credited.entries[0]?.balanceAfter : undefined;
      await deps.onTopupEnded(tx, paid, balance);
      return;
    }
    if (answer.kind === 'processing') {
      await tx.query(
        "update topups set status = 'processing', payment_intent_id = $2 where id = $1 and status = 'pending'",
        [asked.id, answer.paymentIntentId],
      );
      return;
    }
    const [failed] = await tx.query<TopupRow>(
      "update topups set status = 'failed' where id = $1 and status in ('pending', 'processing') returning *",
      [asked.id],
    );
    if (!failed) return;
    const [row] = await tx.query<AutoTopupRow>('select * from auto_topups where wallet = $1 for update', [
      asked.wallet,
    ]);
    if (row) {
      const hurdle = hurdleAfter(row, answer, at);
      await tx.query(
        `update auto_topups set failures = $2, next_try_at = $3, obstacle = $4, action_url = $5, last_failure = $6 where wallet = $1`,
        [asked.wallet, hurdle.failures, hurdle.nextTryAt, hurdle.obstacle, actionUrl, hurdle.lastFailure],
      );
    }
    await deps.onTopupEnded(tx, failed, undefined);
  });
}

/** What stands in the way of the next try after one that failed. */
function hurdleAfter(row: AutoTopupRow, answer: Exclude<SavedCardAnswer, { kind: 'paid' | 'processing' }>, at: Date) {
  if (answer.kind === 'no_card') {
    return { failures: row.failures, nextTryAt: null, obstacle: 'needs_card', lastFailure: 'no card is saved' };
  }
  if (answer.kind === 'needs_action') {
    return {
      failures: row.failures,
      nextTryAt: null,
      obstacle: 'needs_action',
      lastFailure: 'the bank wants the payer',
    };
  }
  const failures = row.failures + 1;
  const isPaused = failures >= declinesMost || isFinalDecline(answer.code);
  return {
    failures,
    nextTryAt: isPaused ? null : new Date(at.getTime() + backOffMs(failures)),
    obstacle: isPaused ? 'paused' : null,
    lastFailure: answer.code,
  };
}
