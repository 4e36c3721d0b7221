import type Stripe from 'stripe';
import { accounts } from '../accounts/account.ts';
import type { World } from '../world/world.ts';
import { movementsOf } from './balance-transaction.ts';

/** A balance: the net of every movement of it, available or still pending at the simulated now. Null is the platform's. */
export function currentBalance(world: World, account: string | null): Stripe.Balance {
  const now = world.clock.now();
  const home = (account === null ? undefined : world.store.in(accounts).get(account)?.currency) ?? 'usd';
  const available = new Map([[home, 0]]);
  const pending = new Map([[home, 0]]);
  for (const { currency, net, available_on } of movementsOf(world, account)) {
    const side = available_on <= now ? available : pending;
    side.set(currency, (side.get(currency) ?? 0) + net);
    const other = side === available ? pending : available;
    other.set(currency, other.get(currency) ?? 0);
  }
  const amounts = (side: ReadonlyMap<string, number>): Stripe.Balance.Available[] =>
    [...side].map(([currency, amount]) => ({ amount, currency, source_types: { card: amount } }));
  return {
    object: 'balance',
    available: amounts(available),
    livemode: false,
    pending: amounts(pending),
  } satisfies Stripe.Balance;
}

/** What a balance can pay out of now, in smallest units of the currency; negative after a loss. */
export function availableIn(world: World, account: string | null, currency: string): number {
  const now = world.clock.now();
  return movementsOf(world, account)
    .filter((movement) => movement.currency === currency && movement.available_on <= now)
    .reduce((sum, { net }) => sum + net, 0);
}
