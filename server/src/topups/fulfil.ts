import { Problem } from '@kopai/contracts';
import type { Clock } from '../clock.ts';
import type { Pool, Queryable } from '../db/index.ts';
import { type Draft, type Ledger, laneOf, platform, walletAccount } from '../ledger/index.ts';
import { newId } from '../new-id.ts';
import type { CheckoutProvider, CheckoutState } from './checkout.ts';
import { type TopupRow, topupById } from './rows.ts';

/** What was paid is not what was sold: nothing is credited until a person has looked. */
export class TopupMismatch extends Error {
  override readonly name = 'TopupMismatch';
}

export interface FulfilDependencies {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly checkout: CheckoutProvider;
  /** Hears of a top-up that has ended, in the transaction that ends it. */
  readonly onTopupEnded: (tx: Queryable, row: TopupRow, balanceAfter: bigint | undefined) => Promise<void>;
}

/** Something to be written in the same transaction as the effect, such as a mark that an event was handled. */
export type Alongside = (tx: Queryable) => Promise<void>;

/**
 * Brings a top-up to where its checkout stands. Asks the provider first, outside of any transaction, then credits under the checkout's
 * own key. Called by the webhook, by the returning payer and by the sweep: any number of times, in any order, at once.
 */
export async function fulfil(
  deps: FulfilDependencies,
  sessionId: string,
  alongside: Alongside = async () => undefined,
): Promise<TopupRow | undefined> {
  const state = await deps.checkout.read(sessionId);
  const { topupId } = state;
  return deps.ledger.transaction(async (tx) => {
    const [row] = await tx.query<TopupRow>('select * from topups where id = $1', [topupId]);
    if (!row) {
      // Somebody else's checkout on the same Stripe account: it was looked at, and there is nothing to do.
      await alongside(tx);
      return undefined;
    }
    const at = new Date(deps.clock());
    if (state.progress === 'paid') {
      requireMatch(row, state);
      const [credited] = await tx.post([
        creditOf(row, { source: 'checkout_session', id: state.sessionId, receiptUrl: state.receiptUrl }, at),
      ]);
      const [paid] = await tx.query<TopupRow>(
        `update topups set status = 'paid', paid_at = $2, session_id = $3, payment_intent_id = $4, receipt_url = coalesce($5, receipt_url)
         where id = $1 and status <> 'paid' returning *`,
        [row.id, at, state.sessionId, state.paymentIntentId, state.receiptUrl],
      );
      const entry = credited?.posted
        ? credited.entries.find(({ account }) => account === walletAccount(row.wallet))
        : undefined;
      if (paid) await deps.onTopupEnded(tx, paid, entry?.balanceAfter);
    } else if (state.progress !== 'open') {
      // What was read may be older than what is known: only a top-up that is still open follows it, and never backwards.
      const [moved] = await tx.query<TopupRow>(
        `update topups set status = $2, session_id = $3
         where id = $1 and (status = 'pending' or (status = 'processing' and $2 <> 'processing')) returning *`,
        [row.id, state.progress, state.sessionId],
      );
      if (moved && moved.status !== 'processing') await deps.onTopupEnded(tx, moved, undefined);
    }
    await alongside(tx);
    return topupById(tx, row.id);
  });
}

function requireMatch(row: TopupRow, state: CheckoutState): void {
  const same = BigInt(state.amountCents) === row.amount_cents && state.currency === row.currency;
  const own = row.session_id === null || row.session_id === state.sessionId;
  if (same && own) return;
  throw new TopupMismatch(
    `top-up ${row.id} sold for ${row.amount_cents} ${row.currency} (checkout ${row.session_id}), ` +
      `but ${state.sessionId} was paid ${state.amountCents} ${state.currency}`,
  );
}

/** Cash comes in, the wallet grows; a debt is thereby paid first. */
export function creditOf(
  row: TopupRow,
  by: { source: 'checkout_session' | 'payment_intent'; id: string; receiptUrl: string | null },
  at: Date,
): Draft {
  return {
    id: newId('transaction', at.getTime()),
    kind: 'topup',
    source: { kind: by.source, id: by.id },
    details: { topupId: row.id, packId: row.pack_id, ...(by.receiptUrl && { receiptUrl: by.receiptUrl }) },
    postings: [
      { account: walletAccount(row.wallet), amount: row.credits },
      { account: platform.cash, lane: laneOf(row.wallet), amount: -row.credits },
    ],
    at,
  };
}

/** Whether the provider could not be asked, so that what is known must do. */
export const providerUnreachable = (error: unknown): boolean =>
  error instanceof Problem && error.code === 'payment_provider_error';
