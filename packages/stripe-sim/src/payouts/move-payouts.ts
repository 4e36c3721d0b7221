import { accounts } from '../accounts/account.ts';
import { presentAccount } from '../accounts/present-account.ts';
import { availableIn } from '../balance/balance.ts';
import { emitFor } from '../events/emit.ts';
import { defineCollection } from '../store/collection-key.ts';
import type { World } from '../world/world.ts';
import { completePayout, failPayout } from './end-payout.ts';
import { createPayout, type PayoutRecord, payouts, presentPayout } from './payout.ts';
import type { PayoutFailureCode } from './payout-failure.ts';

const daySeconds = 24 * 60 * 60;

/** The last day (of Unix time) that was begun for an account, by the automatic payout of what it had. Its id is the account's. */
const payoutDays = defineCollection<{ readonly id: string; readonly day: number }>('payout_days');

/** How many of the next payouts of an account fail instead of arriving. Its id is the account's. */
interface DoomedPayouts {
  readonly id: string;
  readonly left: number;
  readonly code: PayoutFailureCode;
}

export const doomedPayouts = defineCollection<DoomedPayouts>('doomed_payouts');

/** Makes the automatic payouts of a new day, and moves those on their way. */
export function movePayouts(world: World): void {
  for (const payout of [...world.store.in(payouts).all()]) movePayout(world, payout);
  const day = Math.floor(world.clock.now() / daySeconds);
  for (const account of [...world.store.in(accounts).all()]) {
    if (!account.isConnected) continue;
    // A day is over for every account, also for one that was opened in its last second, or that may not pay out now.
    const last = world.store.in(payoutDays).get(account.id)?.day ?? Math.floor(account.created / daySeconds);
    if (last === day) continue;
    world.store.in(payoutDays).put({ id: account.id, day });
    const { payouts_enabled } = presentAccount(account);
    if (account.payoutInterval === 'daily' && payouts_enabled) payOutAll(world, account.id, account.currency);
  }
}

function payOutAll(world: World, account: string, currency: string): void {
  const amount = availableIn(world, account, currency);
  if (amount <= 0) return;
  const nothingSaid = { description: null, metadata: {}, statementDescriptor: null };
  createPayout(world, account, { amount, currency, automatic: true, ...nothingSaid });
}

/** A payout sets out at the end of its day and arrives when it said it would. */
function movePayout(world: World, payout: PayoutRecord): void {
  const now = world.clock.now();
  if (payout.status === 'pending') {
    const endOfDay = (Math.floor(payout.created / daySeconds) + 1) * daySeconds;
    if (now < Math.min(endOfDay, payout.arrival_date)) return;
    const sent = world.store.in(payouts).put({ ...payout, status: 'in_transit' });
    emitFor(world, sent.account, 'payout.updated', presentPayout(world, sent), { status: 'pending' });
    movePayout(world, sent);
  } else if (payout.status === 'in_transit' && now >= payout.arrival_date) {
    arrive(world, payout);
  }
}

function arrive(world: World, payout: PayoutRecord): void {
  const doom = payout.account === null ? undefined : world.store.in(doomedPayouts).get(payout.account);
  if (!doom) {
    completePayout(world, payout);
    return;
  }
  if (doom.left > 1) world.store.in(doomedPayouts).put({ ...doom, left: doom.left - 1 });
  else world.store.in(doomedPayouts).delete(doom.id);
  failPayout(world, payout, doom.code);
}
