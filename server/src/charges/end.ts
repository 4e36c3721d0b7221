import { Problem, type TransactionKind } from '@kopai/contracts';
import type { Clock } from '../clock.ts';
import {
  type AccountKey,
  availableEarnings,
  type Book,
  heldAccount,
  type Ledger,
  type LedgerTransaction,
  type Posting,
  pendingEarnings,
  platform,
  walletAccount,
} from '../ledger/index.ts';
import { newId } from '../new-id.ts';
import { addTotals } from './earning-totals.ts';
import { lockFreeCounters } from './free-messages.ts';
import { lockBudgets } from './member-budgets.ts';
import type { OnChargeMoves } from './moves.ts';
import { capturePostings, refundPostings, releasePostings } from './postings.ts';
import { amountsOf, type ChargeRow, chargeOf } from './rows.ts';

/** The three ways a charge goes on: a hold is captured or released, a captured charge is refunded. */
export type Ending = 'capture' | 'release' | 'refund';

interface EndingRule {
  readonly kind: TransactionKind;
  readonly from: ChargeRow['status'];
  readonly to: ChargeRow['status'];
  /** Whether the message is undone: a free one is the user's again, a paid one no longer counts against a budget. */
  readonly givesBack: boolean;
  readonly postings: (row: ChargeRow, book: Book) => Posting[];
}

const rules: Readonly<Record<Ending, EndingRule>> = {
  capture: {
    kind: 'capture',
    from: 'held',
    to: 'captured',
    givesBack: false,
    postings: (row) => capturePostings(amountsOf(row)),
  },
  release: {
    kind: 'release',
    from: 'held',
    to: 'released',
    givesBack: true,
    postings: (row) => releasePostings(amountsOf(row)),
  },
  refund: {
    kind: 'refund',
    from: 'captured',
    to: 'refunded',
    givesBack: true,
    postings: (row, book) =>
      refundPostings(amountsOf(row), {
        pending: row.settled_at ? 0n : book.balance(pendingEarnings(row.earning_org), row.lane),
        available: book.balance(availableEarnings(row.earning_org)),
      }),
  },
};

/**
 * Ends a charge once. `cause` names the request: the same request again finds the charge as it left it, another one is
 * refused. The row's lock comes after the accounts', like every row that is not an account.
 */
export function endCharge(
  { ledger, clock, onMoves }: { ledger: Ledger; clock: Clock; onMoves: OnChargeMoves },
  { id, ending, cause }: { id: string; ending: Ending; cause: string },
): Promise<ChargeRow> {
  const rule = rules[ending];
  return ledger.transaction(async (tx) => {
    const unlocked = await rowById(tx, id, '');
    const book = await tx.open(accountsOf(unlocked));
    const free = await lockFreeCounters(tx, unlocked.free ? [freeKeyOf(unlocked)] : []);
    const member = unlocked.org_id === null ? [] : [{ orgId: unlocked.org_id, userId: unlocked.user_id }];
    const budgets = await lockBudgets(tx, rule.givesBack ? member : []);
    const row = await rowById(tx, id, 'for update');
    if (row.status === rule.to && row.ended_cause === cause) return row;
    if (row.status !== rule.from) throw cannotEnd(ending, row.status);

    const at = new Date(clock());
    const balanceBefore = book.balance(walletAccount(row.wallet));
    const outcome = book.post({
      id: newId('transaction', at.getTime()),
      kind: ending === 'capture' && row.free ? 'free_message' : rule.kind,
      source: { kind: ending, id },
      details: detailsOf(row),
      postings: rule.postings(row, book),
      at,
    });
    if (!outcome.posted) throw new Error(`the ledger refused to ${ending} ${id}: ${outcome.account}`);
    if (row.free && rule.givesBack) free.add(freeKeyOf(row), -1);
    const [ended] = await tx.query<ChargeRow>(
      `update charges set status = $2, ended_at = $3, ended_cause = $4,
         captured_at = case when $2 = 'captured' then $3 else captured_at end
       where id = $1 returning *`,
      [id, rule.to, at, cause],
    );
    if (rule.givesBack) {
      for (const key of member) budgets.spend(key, -row.amount, at.getTime(), row.created_at.getTime());
    }
    await free.write(tx);
    await budgets.write(tx);
    if (ended) await addTotals(tx, [ended], ending);
    await tx.write(book);
    const balanceAfter = book.balance(walletAccount(row.wallet));
    if (ended) await onMoves(tx, [{ to: rule.to, charge: chargeOf(ended), balanceBefore, balanceAfter }]);
    return ended ?? row;
  });
}

const freeKeyOf = (row: ChargeRow) => ({ agentId: row.agent_id, userId: row.user_id });

async function rowById(tx: LedgerTransaction, id: string, lock: '' | 'for update'): Promise<ChargeRow> {
  const [row] = await tx.query<ChargeRow>(`select * from charges where id = $1 ${lock}`, [id]);
  if (!row) throw chargeNotFound(id);
  return row;
}

export const chargeNotFound = (id: string) => new Problem('charge_not_found', `There is no charge ${id}.`);

/** Every account that an ending may touch. */
function accountsOf(row: ChargeRow): AccountKey[] {
  const { lane } = row;
  return [
    { account: walletAccount(row.wallet) },
    { account: heldAccount(row.wallet) },
    { account: platform.infraRevenue, lane },
    { account: platform.freeMessageSubsidy, lane },
    { account: platform.marketplaceRevenue, lane },
    { account: platform.disputeLoss, lane },
    { account: pendingEarnings(row.earning_org), lane },
    { account: availableEarnings(row.earning_org) },
  ];
}

function cannotEnd(ending: Ending, status: ChargeRow['status']): Problem {
  if (ending === 'refund') {
    return new Problem('charge_not_refundable', `The charge is ${status}; only a captured one is refunded.`, {
      chargeStatus: status,
    });
  }
  return new Problem('charge_not_held', `The charge is ${status}; only a held one can ${ending}.`, {
    chargeStatus: status,
  });
}

/** What the wallet's history says about the end of a charge. */
const detailsOf = (row: ChargeRow): Record<string, unknown> => ({
  chargeId: row.id,
  agentId: row.agent_id,
  agentName: row.agent_name,
  userId: row.user_id,
  messageId: row.message_id,
  infra: String(row.infra),
  addOn: String(row.add_on),
});
