import { centsToCredits, type TransactionKind } from '@kopai/contracts';
import { type Draft, heldAccount, laneOf, type Posting, platform, walletAccount } from '../ledger/index.ts';
import { newId } from '../new-id.ts';
import type { PaymentState } from './checkout.ts';
import { type Alongside, type FulfilDependencies, fulfil } from './fulfil.ts';
import type { TopupRow } from './rows.ts';

/** Credits of a top-up that are gone or kept back, by cause, in microcredits. */
export interface Clawback {
  readonly refunded: bigint;
  readonly disputed: bigint;
  readonly frozen: bigint;
}

/**
 * Brings a top-up to where its payment stands: what was refunded or taken by a bank leaves the wallet, what was given back returns, by
 * delta and exactly once, in whatever order and however often Stripe tells it. The wallet may fall below zero here.
 *
 * Credits that have already been spent stay with the creators who earned them: the payer owes them, and if they are never paid
 * the platform has lost them.
 */
export async function clawBack(
  deps: FulfilDependencies,
  paymentIntentId: string,
  alongside: Alongside = async () => undefined,
): Promise<void> {
  const payment = await deps.checkout.readPayment(paymentIntentId);
  const [known] = await deps.pool.query<TopupRow>('select * from topups where id = $1', [payment.topupId]);
  // A refund can be told before the payment was: what never arrived can't be taken back.
  if (known?.session_id && known.status !== 'paid') await fulfil(deps, known.session_id);
  await deps.ledger.transaction(async (tx) => {
    if (known) {
      const cash = { account: platform.cash, lane: laneOf(known.wallet) };
      const book = await tx.open([
        { account: walletAccount(known.wallet) },
        { account: heldAccount(known.wallet) },
        cash,
      ]);
      const [row] = await tx.query<TopupRow>('select * from topups where id = $1 for update', [known.id]);
      if (row?.status === 'paid') {
        const at = new Date(deps.clock());
        const target = targetOf(row, payment, book.balance(walletAccount(row.wallet)));
        const drafts = draftsOf(row, target, at);
        for (const draft of drafts) {
          const outcome = book.post(draft);
          if (!outcome.posted) throw new Error(`the ledger refused a clawback of ${row.id}: ${outcome.account}`);
        }
        await tx.query(
          `update topups set refunded = $2, disputed = $3, frozen = $4, clawback_steps = clawback_steps + $5 where id = $1`,
          [row.id, target.refunded, target.disputed, target.frozen, drafts.length],
        );
        await tx.write(book);
      }
    }
    await alongside(tx);
  });
}

/**
 * Where the top-up must stand. Refunds come first and disputes take from the rest, so that the two never sum to more than was credited.
 * An open dispute that has moved no money freezes what is unspent, and no more.
 */
export function targetOf(
  row: Clawback & { readonly credits: bigint },
  payment: PaymentState,
  spendable: bigint,
): Clawback {
  const refunded = least(row.credits, credits(payment.refundedCents));
  const disputed = least(row.credits - refunded, credits(payment.disputedCents));
  const questioned = least(row.credits - refunded - disputed, credits(payment.questionedCents));
  // What this very step gives back or takes is spendable, or no longer so, before anything is frozen.
  const left = spendable + row.frozen + (row.refunded - refunded) + (row.disputed - disputed);
  return { refunded, disputed, frozen: least(questioned, left > 0n ? left : 0n) };
}

const credits = (cents: number): bigint => (cents > 0 ? centsToCredits(BigInt(cents)) : 0n);
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** The steps from one standing to another. What is thawed or returned goes first, so that nothing is taken twice on the way. */
function draftsOf(row: TopupRow, target: Clawback, at: Date): Draft[] {
  const wallet = walletAccount(row.wallet);
  const cash = (amount: bigint): Posting[] => [
    { account: wallet, amount: -amount },
    { account: platform.cash, lane: laneOf(row.wallet), amount },
  ];
  const held = (amount: bigint): Posting[] => [
    { account: wallet, amount: -amount },
    { account: heldAccount(row.wallet), amount },
  ];
  const steps: [TransactionKind, Posting[], bigint][] = [
    [
      target.frozen < row.frozen ? 'dispute_reversed' : 'dispute',
      held(target.frozen - row.frozen),
      target.frozen - row.frozen,
    ],
    ['topup_refund', cash(target.refunded - row.refunded), target.refunded - row.refunded],
    [
      target.disputed < row.disputed ? 'dispute_reversed' : 'dispute',
      cash(target.disputed - row.disputed),
      target.disputed - row.disputed,
    ],
  ];
  return steps
    .filter(([, , delta]) => delta !== 0n)
    .sort(([, , a], [, , b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([kind, postings], i) => ({
      id: newId('transaction', at.getTime()),
      kind,
      source: { kind: 'clawback', id: `${row.id}:${row.clawback_steps + i + 1}` },
      details: { topupId: row.id },
      postings,
      at,
    }));
}
