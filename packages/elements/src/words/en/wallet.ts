import type { Counted } from '../counted.ts';
import { credits, creditsOf } from './credits.ts';

/** The words of a wallet. */
export const wallet = {
  balance: 'Balance',
  available: 'Available',
  held: 'Held for messages',
  debt: 'Owed',
  unit: credits,
  worth: (dollars: string) => `≈ ${dollars}`,
  topup: 'Top up',
  close: 'Close',
  low: 'Your balance is running low.',
  inDebt: (amount: Counted) =>
    `You owe ${creditsOf(amount)}: a payment was refunded or disputed after its credits were spent. Messages are paused; your next top-up pays this first.`,
  empty: 'Top up to start sending messages.',
  used: 'There are no credits left. An owner or admin can top up.',
  changed: (amount: Counted) => `Balance: ${creditsOf(amount)}`,
};
