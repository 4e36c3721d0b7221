import { centsToCredits } from '@kopai/contracts';
import type { Queryable } from '../db/index.ts';
import { availableEarnings, type LedgerTransaction, laneOf, platform, walletAccount } from '../ledger/index.ts';
import { newId } from '../new-id.ts';
import { type AdvanceDependencies, accountsOf, advancePayout, isSettled } from './advance.ts';
import type { TransferState } from './provider.ts';
import type { PayoutRow } from './rows.ts';

/** Stripe has taken some of a transfer back: what came back is available again, by delta, once. */
export async function followReversal(
  deps: AdvanceDependencies,
  transferId: string,
  alongside: (tx: Queryable) => Promise<void>,
): Promise<void> {
  const transfer = await deps.provider.readTransfer(transferId);
  const known = transfer.payoutId === null ? undefined : await findPayout(deps.pool, transfer.payoutId);
  // The reversal can be told before the answer to our own call was heard.
  if (known && !isSettled(known)) await advancePayout(deps, known.id);
  await deps.ledger.transaction(async (tx) => {
    if (known) await reverse(deps, tx, known, transfer);
    await alongside(tx);
  });
}

async function findPayout(db: Queryable, id: string): Promise<PayoutRow | undefined> {
  const [row] = await db.query<PayoutRow>('select * from payouts where id = $1', [id]);
  return row;
}

async function reverse(
  { clock, onPayoutEnded }: AdvanceDependencies,
  tx: LedgerTransaction,
  known: PayoutRow,
  transfer: TransferState,
): Promise<void> {
  const book = await tx.open(accountsOf(known.org_id));
  const [row] = await tx.query<PayoutRow>('select * from payouts where id = $1 for update', [known.id]);
  if (row?.transfer_id !== transfer.transferId) {
    // Not an event to be done with: it is told again until the payout knows its transfer, or somebody looks why it does not.
    throw new Error(`Stripe made transfer ${transfer.transferId} for payout ${known.id}, which does not know it (yet)`);
  }
  const total = centsToCredits(BigInt(transfer.reversedCents));
  const delta = total - row.reversed;
  if (delta <= 0n) return;
  const at = new Date(clock());
  const outcome = book.post({
    id: newId('transaction', at.getTime()),
    kind: 'payout',
    source: { kind: 'payout_reversal', id: `${row.id}:${row.reversal_steps + 1}` },
    details: { payoutId: row.id, earnings: String(delta), reason: 'reversed' },
    postings: [
      { account: walletAccount(`org:${row.org_id}`), amount: 0n },
      { account: platform.cash, lane: laneOf(`org:${row.org_id}`), amount: -delta },
      { account: availableEarnings(row.org_id), amount: delta },
    ],
    at,
  });
  if (!outcome.posted) throw new Error(`the ledger refused the reversal of ${row.id}: ${outcome.account}`);
  await tx.write(book);
  const [changed] = await tx.query<PayoutRow>(
    `update payouts set reversed = $2::bigint, reversal_steps = reversal_steps + 1, updated_at = $3,
       status = case when $2::bigint = amount then 'reversed' else status end
     where id = $1 returning *`,
    [row.id, total, at],
  );
  if (changed?.status === 'reversed') await onPayoutEnded(tx, changed);
}
