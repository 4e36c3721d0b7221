import type Stripe from 'stripe';
import type { World } from '../world/world.ts';
import { balanceTransactions } from './balance-transaction.ts';

/** The platform's balance: the net of every movement, available or still pending at the simulated now. */
export function currentBalance(world: World): Stripe.Balance {
  const now = world.clock.now();
  const available = new Map<string, number>();
  const pending = new Map<string, number>();
  for (const { currency, net, available_on } of world.store.in(balanceTransactions).all()) {
    const side = available_on <= now ? available : pending;
    side.set(currency, (side.get(currency) ?? 0) + net);
    const other = side === available ? pending : available;
    other.set(currency, other.get(currency) ?? 0);
  }
  const amounts = (side: ReadonlyMap<string, number>): Stripe.Balance.Available[] => {
    const present = side.size === 0 ? new Map([['usd', 0]]) : side;
    return [...present].map(([currency, amount]) => ({ amount, currency, source_types: { card: amount } }));
  };
  return {
    object: 'balance',
    available: amounts(available),
    livemode: false,
    pending: amounts(pending),
  } satisfies Stripe.Balance;
}
