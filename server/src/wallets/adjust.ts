import { type Adjustment, formatCredits, Problem } from '@kopai/contracts';
import { recordAct } from '../audit/index.ts';
import { type Clock, instantOf } from '../clock.ts';
import { type Ledger, platform, walletAccount } from '../ledger/index.ts';
import { newId } from '../new-id.ts';

export interface AdjustmentOrder {
  readonly wallet: string;
  /** Microcredits; negative takes away. */
  readonly amount: bigint;
  readonly reason: string;
  readonly madeBy: string;
  /** What asked for it: the same cause has one effect. */
  readonly cause: string;
}

/**
 * Grants or corrects, between promotions and the wallet, with who and why in the history. A correction never takes a wallet
 * below zero: that is left to money that Stripe took back.
 */
export function adjust(
  { ledger, clock }: { ledger: Ledger; clock: Clock },
  order: AdjustmentOrder,
): Promise<Adjustment> {
  return ledger.transaction(async (tx) => {
    const at = new Date(clock());
    const adjustmentId = newId('adjustment', at.getTime());
    const account = walletAccount(order.wallet);
    const [outcome] = await tx.post([
      {
        id: newId('transaction', at.getTime()),
        kind: 'adjustment',
        source: { kind: 'adjustment', id: order.cause },
        details: { adjustmentId, reason: order.reason, madeBy: order.madeBy },
        postings: [
          { account, amount: order.amount },
          { account: platform.promotions, amount: -order.amount },
        ],
        at,
      },
    ]);
    if (outcome && !outcome.posted && !outcome.duplicate) {
      const { balance } = outcome;
      const required = -order.amount;
      throw new Problem(
        'insufficient_credits',
        `The wallet has ${formatCredits(balance)} credits; ${formatCredits(required)} cannot be taken.`,
        { wallet: order.wallet, balance, required },
      );
    }
    const [made] = await tx.query<{
      id: string;
      details: { adjustmentId: string; reason: string; madeBy: string };
      amount: bigint;
      balance_after: bigint;
      created_at: Date;
    }>(
      `select t.id, t.details, e.amount, e.balance_after, t.created_at
       from ledger_transactions t join ledger_entries e on e.transaction_id = t.id and e.account = $2 and e.lane = 0
         and e.seq >= first_seq_since($2, 0::smallint, t.created_at - interval '1 minute')
       where t.source_kind = 'adjustment' and t.source_id = $1`,
      [order.cause, account],
    );
    if (!made) throw new Error('an adjustment that was just posted is not there');
    const adjustment: Adjustment = {
      id: made.details.adjustmentId,
      object: 'adjustment',
      wallet: order.wallet,
      amount: made.amount,
      reason: made.details.reason,
      madeBy: made.details.madeBy,
      balanceAfter: made.balance_after,
      transactionId: made.id,
      createdAt: instantOf(made.created_at),
    };
    if (outcome?.posted) {
      const { madeBy: actor, wallet: subject } = order;
      await recordAct(tx, { actor, action: 'adjustment.create', subject, to: adjustment, at });
    }
    return adjustment;
  });
}
