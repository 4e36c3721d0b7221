import { centsRoundedDown, centsToCredits, formatCredits, Problem } from '@kopai/contracts';
import { recordAct } from '../audit/index.ts';
import type { Clock } from '../clock.ts';
import { enqueue } from '../jobs/index.ts';
import { availableEarnings, inTransitEarnings, type Ledger, walletAccount } from '../ledger/index.ts';
import { newId } from '../new-id.ts';
import { accountOf, isPaused } from './accounts.ts';
import { type PayoutRow, payoutOf } from './rows.ts';

/** The job that takes a payout one step further. */
export const payoutTask = 'advance-payout';

export interface PayoutOrder {
  readonly orgId: string;
  /** Microcredits. */
  readonly amount: bigint;
  readonly requestedBy: string;
  /** What asked for it: the same cause is the same payout. */
  readonly cause: string;
}

export interface RequestDependencies {
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** The least that is paid out, in microcredits. */
  readonly minimumPayout: bigint;
}

/**
 * Sets earnings aside for a payout, and plans the rest: the row, the ledger's step and the job are one transaction, so whatever dies
 * afterwards, the payout goes on. No money has moved yet.
 */
export function requestPayout(deps: RequestDependencies, order: PayoutOrder): Promise<PayoutRow> {
  return deps.ledger.transaction(async (tx) => {
    const available = { account: availableEarnings(order.orgId) };
    const inTransit = { account: inTransitEarnings(order.orgId) };
    const wallet = { account: walletAccount(`org:${order.orgId}`) };
    const book = await tx.open([available, inTransit, wallet]);
    const [repeated] = await tx.query<PayoutRow>('select * from payouts where cause = $1', [order.cause]);
    if (repeated) return repeated;
    requireWholeAmount(order.amount, deps.minimumPayout);
    const account = await accountOf(tx, order.orgId);
    if (!account?.payouts_enabled || account.disconnected_at) {
      throw new Problem('payouts_not_enabled', 'Connect Stripe and finish its onboarding first.');
    }
    if (isPaused(account)) throw new Problem('payouts_paused', 'The last payouts to the bank account have failed.');
    const balance = book.balance(available.account);
    if (balance < order.amount) throw notEnough(order, balance);

    const at = new Date(deps.clock());
    const id = newId('payout', at.getTime());
    const posted = book.post({
      id: newId('transaction', at.getTime()),
      kind: 'payout',
      source: { kind: 'payout', id },
      details: { payoutId: id, earnings: String(-order.amount) },
      postings: [
        { ...wallet, amount: 0n },
        { ...available, amount: -order.amount },
        { ...inTransit, amount: order.amount },
      ],
      at,
    });
    if (!posted.posted) throw notEnough(order, balance);
    const [row] = await tx.query<PayoutRow>(
      `insert into payouts (id, cause, org_id, account_id, amount, amount_cents, currency, status, requested_by, created_at, updated_at, next_try_at)
       values ($1, $2, $3, $4, $5, $6, 'usd', 'requested', $7, $8, $8, $8) returning *`,
      [
        id,
        order.cause,
        order.orgId,
        account.account_id,
        order.amount,
        centsRoundedDown(order.amount),
        order.requestedBy,
        at,
      ],
    );
    await tx.write(book);
    await enqueue(tx, payoutTask, { payoutId: id }, `payout:${id}`);
    if (!row) throw new Error('an insert returned no row');
    await recordAct(tx, {
      actor: order.requestedBy,
      action: 'payout.request',
      subject: `org:${order.orgId}`,
      from: { available: balance },
      to: payoutOf(row),
      at,
    });
    return row;
  });
}

/** What leaves through Stripe is whole cents, so a payout is a multiple of a tenth of a credit. */
function requireWholeAmount(amount: bigint, minimum: bigint): void {
  if (amount < minimum) {
    throw new Problem('payout_below_minimum', `The least that is paid out is ${formatCredits(minimum)} credits.`, {
      minimum,
    });
  }
  if (centsToCredits(centsRoundedDown(amount)) !== amount) {
    const message = 'must be a multiple of 0.1 credits: what is paid out is whole cents';
    throw new Problem('invalid_request', `body.amount: ${message}`, { errors: [{ path: 'body.amount', message }] });
  }
}

const notEnough = ({ orgId, amount }: PayoutOrder, available: bigint) =>
  new Problem(
    'insufficient_earnings',
    `${formatCredits(available)} credits are available; ${formatCredits(amount)} were asked for.`,
    { wallet: `org:${orgId}`, available, required: amount },
  );
