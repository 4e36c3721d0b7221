import type { Queryable } from '../db/index.ts';
import { platform } from '../ledger/index.ts';
import { type CashKind, cashKinds } from './provider.ts';

/** What the ledger says of one item: the cash that came in (negative: that left) for it. */
export interface LedgerItem {
  readonly kind: CashKind;
  /** The payment or transfer at the provider; our own id where none is known. */
  readonly subject: string;
  /** The top-up or payout. */
  readonly ours: string;
  /** Microcredits, as the platform has them: positive for money that came in. */
  readonly amount: bigint;
}

/** Cash by item. Credit-positive entries are turned round: cash is what the platform has, and the ledger counts it below zero. */
export async function ledgerCash(db: Queryable): Promise<LedgerItem[]> {
  const rows = await db.query<{ kind: string; subject: string; ours: string; amount: bigint }>(cashByItem, [
    platform.cash,
  ]);
  return rows.map(({ kind, ...item }) => ({ ...item, kind: cashKindOf(kind) }));
}

function cashKindOf(text: string): CashKind {
  const kind = cashKinds.find((known) => known === text);
  if (!kind) throw new Error(`the ledger moved cash by ${text}, which reconciling does not know`);
  return kind;
}

const cashByItem = `
  with cash as (
    select t.id, t.details->>'topupId' as topup_id, t.details->>'payoutId' as payout_id, -e.amount as amount,
      case
        when t.kind = 'topup' then 'charge'
        when t.kind = 'topup_refund' then 'refund'
        when t.kind in ('dispute', 'dispute_reversed') then 'dispute'
        when t.source_kind = 'payout_reversal' then 'reversal'
        when t.kind = 'payout' then 'transfer'
        else t.kind
      end as kind
    from ledger_entries e join ledger_transactions t on t.id = e.transaction_id
    where e.account = $1
  )
  select c.kind, coalesce(p.payment_intent_id, o.transfer_id, c.topup_id, c.payout_id, c.id) as subject,
    coalesce(c.topup_id, c.payout_id, c.id) as ours, sum(c.amount)::bigint as amount
  from cash c
  left join topups p on p.id = c.topup_id
  left join payouts o on o.id = c.payout_id
  group by 1, 2, 3`;
