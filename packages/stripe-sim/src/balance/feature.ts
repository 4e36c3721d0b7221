import { emitFor } from '../events/emit.ts';
import { noSuch } from '../http/api-error.ts';
import { paginate } from '../http/paginate.ts';
import type { Feature } from '../world/feature.ts';
import { defineKind } from '../world/kind.ts';
import type { World } from '../world/world.ts';
import { currentBalance } from './balance.ts';
import { balanceTransactions, movementsOf, presentBalanceTransaction } from './balance-transaction.ts';

export const balanceFeature: Feature = {
  kinds: [
    defineKind({
      object: 'balance_transaction',
      collection: balanceTransactions,
      present: presentBalanceTransaction,
    }),
  ],
  api: [
    {
      method: 'GET',
      path: '/v1/balance',
      perAccount: true,
      handle: (world, { account }) => currentBalance(world, account),
    },
    {
      method: 'GET',
      path: '/v1/balance_transactions',
      perAccount: true,
      handle(world, call) {
        const [type, source, currency] = ['type', 'source', 'currency'].map((name) => call.params.string(name));
        const matching = movementsOf(world, call.account)
          .reverse()
          .filter((transaction) => !type || transaction.type === type)
          .filter((transaction) => !source || transaction.source === source)
          .filter((transaction) => !currency || transaction.currency === currency);
        const page = paginate(call, matching);
        return { ...page, data: page.data.map((transaction) => presentBalanceTransaction(world, transaction)) };
      },
    },
    {
      method: 'GET',
      path: '/v1/balance_transactions/:id',
      perAccount: true,
      handle(world, call) {
        const transaction = world.store.in(balanceTransactions).get(call.path('id'));
        if (!transaction || (transaction.account ?? null) !== call.account)
          throw noSuch('balance transaction', call.path('id'));
        return presentBalanceTransaction(world, transaction);
      },
    },
  ],
  tick: tellOfAvailableMoney,
};

/** Sends `balance.available` once for all the money that became available in a balance since the last time. */
function tellOfAvailableMoney(world: World): void {
  const { clock, store } = world;
  const now = clock.now();
  const matured = [...store.in(balanceTransactions).all()].filter(
    ({ available_on, created }) => available_on > created && available_on > clock.maturedUntil && available_on <= now,
  );
  if (matured.length === 0) return;
  clock.noteMaturedUntil(now);
  for (const account of new Set(matured.map((transaction) => transaction.account ?? null))) {
    emitFor(world, account, 'balance.available', currentBalance(world, account));
  }
}
