/** Worlds in the states that a page has to show. In each, `alice` is signed in and owns the organization `acme`, unless it says else. */

export { emptyWallet, freeMessages, fullWallet, inDebt, lowBalance } from './balances.ts';
export { busyMonth } from './busy-month.ts';
export { failing, loading, offline, partial, serverError, signedOut, slow } from './network.ts';
export { budgetedMember, creator, pausedPayouts, queuedPayout } from './organizations.ts';
export { autoTopup, declinedCard, pastDuePlan, promptPayer, proPlan } from './payers.ts';
