import { emit } from '../events/emit.ts';
import { noSuch } from '../http/api-error.ts';
import { paginate } from '../http/paginate.ts';
import type { Feature } from '../world/feature.ts';
import { defineKind } from '../world/kind.ts';
import type { World } from '../world/world.ts';
import { currentBalance } from './balance.ts';
import { balanceTransactions, presentBalanceTransaction } from './balance-transaction.ts';

export const balanceFeature: Feature = {
  kinds: [
    defineKind({
      object: 'balance_transaction',
      collection: balanceTransactions,
      present: presentBalanceTransaction,
    }),
  ],
  api: [
    { method: 'GET', path: '/v1/balance', handle: currentBalance },
    {
      method: 'GET',
      path: '/v1/balance_transactions',
      handle(world, call) {
        const [type, source, currency] = ['type', 'source', 'currency'].map((name) => call.params.string(name));
        const matching = world.store
          .in(balanceTransactions)
          .newestFirst()
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
      handle(world, call) {
        const transaction = world.store.in(balanceTransactions).get(call.path('id'));
        if (!transaction) throw noSuch('balance transaction', call.path('id'));
        return presentBalanceTransaction(world, transaction);
      },
    },
  ],
  tick: tellOfAvailableMoney,
};

/** Sends `balance.available` once for all the money that became available since the last time. */
function tellOfAvailableMoney(world: World): void {
  const { clock, store } = world;
  const now = clock.now();
  const isNew = (availableOn: number): boolean => availableOn > clock.maturedUntil && availableOn <= now;
  const matured = [...store.in(balanceTransactions).all()].some(
    (transaction) => transaction.available_on > transaction.created && isNew(transaction.available_on),
  );
  if (!matured) return;
  clock.noteMaturedUntil(now);
  emit(world, 'balance.available', currentBalance(world));
}
