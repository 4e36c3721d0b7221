import type { Charge, WebhookEventType } from '@kopai/contracts';
import type { ChargedWallet, ChargeMove, OnChargeMoves, Quiet } from './charges/index.ts';
import type { Clock } from './clock.ts';
import type { Column } from './db/index.ts';
import { walletAccount } from './ledger/index.ts';
import { armLowBalance, lowBalanceEvents, tell } from './notices/index.ts';
import { type AdvanceDependencies, payoutOf } from './payouts/index.ts';
import type { PlanDependencies } from './plans/index.ts';
import { type FulfilDependencies, lowWallets, planAutoTopup, topupOf } from './topups/index.ts';
import { lowBalanceBelow } from './wallets/index.ts';

/** What the rooms' steps mean to the host's backend: here charges and top-ups meet notices, which do not know each other. */
export function hostEvents(clock: Clock): {
  onMoves: OnChargeMoves;
  quiet: Quiet;
  onTopupEnded: FulfilDependencies['onTopupEnded'];
  onPayoutEnded: AdvanceDependencies['onPayoutEnded'];
  onPlanChanged: PlanDependencies['onPlanChanged'];
} {
  return {
    quiet: quietCharges,
    async onMoves(tx, moves) {
      const at = new Date(clock());
      for (const wallet of await lowWallets(tx, lastBalances(moves))) await planAutoTopup(tx, wallet);
      const low = await lowBalanceEvents(tx, moves.map(stepOf), { mark: lowBalanceBelow, at });
      await tell(tx, [...moves.map(({ to, charge }) => ({ type: chargeEvents[to], data: charge, at })), ...low]);
    },
    async onTopupEnded(tx, row, balanceAfter) {
      const type = topupEvents[row.status];
      if (balanceAfter !== undefined)
        await armLowBalance(tx, { wallet: row.wallet, after: balanceAfter }, lowBalanceBelow);
      if (type) await tell(tx, [{ type, data: topupOf(row), at: new Date(clock()) }]);
    },
    async onPlanChanged(tx, wallet, { plan, status }) {
      await tell(tx, [{ type: 'plan.changed', data: { wallet, planId: plan.id, status }, at: new Date(clock()) }]);
    },
    async onPayoutEnded(tx, row) {
      const type = payoutEvents[row.status];
      if (type) await tell(tx, [{ type, data: payoutOf(row), at: new Date(clock()) }]);
    },
  };
}

/** A balance, which is as much more or less as the wallet was found to have. */
function balanceColumn(name: 'before' | 'after'): Column<ChargedWallet> {
  return { type: 'bigint', value: (charged) => charged[name], movesWith: ({ wallet }) => walletAccount(wallet) };
}

/** Charges that no endpoint wants to hear of, that leave no wallet low, and that no automatic top-up follows. */
const quietCharges: Quiet = {
  unwatched: {
    columns: [{ type: 'text', value: ({ wallet }) => wallet }, balanceColumn('after')],
    fences: (columns) => ({
      watched: `not exists (select from webhook_endpoints where enabled and events && array['charge.captured', 'charge.held'])
        and not exists (
          select from ${columns.table('b', ['wallet', 'balance'])} join auto_topups a on a.wallet = b.wallet
          where a.enabled and b.balance < a.threshold)`,
    }),
  },
  covers: (before, after) => before < lowBalanceBelow || after >= lowBalanceBelow,
  covered: {
    columns: [balanceColumn('before'), balanceColumn('after')],
    fences: (columns) => ({
      covered: `not exists (
        select from ${columns.table('b', ['before', 'after'])} where b.before >= ${lowBalanceBelow} and b.after < ${lowBalanceBelow})`,
    }),
  },
};

const chargeEvents: Readonly<Record<Charge['status'], WebhookEventType>> = {
  held: 'charge.held',
  captured: 'charge.captured',
  released: 'charge.released',
  refunded: 'charge.refunded',
};

const topupEvents: Readonly<Record<string, WebhookEventType | undefined>> = {
  paid: 'topup.paid',
  failed: 'topup.failed',
  expired: 'topup.expired',
};

const payoutEvents: Readonly<Record<string, WebhookEventType | undefined>> = {
  paid: 'payout.paid',
  failed: 'payout.failed',
  reversed: 'payout.reversed',
};

/** What each wallet has after all of the moves: of several the last one counts. */
const lastBalances = (moves: readonly ChargeMove[]) =>
  [...new Map(moves.map(({ charge, balanceAfter }) => [charge.wallet, balanceAfter]))].map(([wallet, after]) => ({
    wallet,
    after,
  }));

const stepOf = ({ charge, balanceBefore, balanceAfter }: ChargeMove) => ({
  wallet: charge.wallet,
  before: balanceBefore,
  after: balanceAfter,
});
