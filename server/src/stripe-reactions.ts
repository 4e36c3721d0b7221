import { inTransaction, type Queryable } from './db/index.ts';
import type { Services } from './http/index.ts';
import {
  disconnectAccount,
  followReversal,
  forgetBankFailures,
  mirrorAccount,
  noteBankPayout,
  wakeQueued,
} from './payouts/index.ts';
import { followSubscription } from './plans/index.ts';
import type { StripeReactions } from './stripe/index.ts';
import { clawBack, followPayment, fulfil, keepFraudWarning } from './topups/index.ts';

/** What each room does about what Stripe tells: here the front door of Stripe meets the rooms. */
export function stripeReactions(services: Services): StripeReactions {
  const { pool, clock, payoutProvider } = services;
  const now = () => new Date(clock());
  /** An effect and the mark that its event was handled, together. */
  const together = (effect: (tx: Queryable) => Promise<void>, alongside: (tx: Queryable) => Promise<void>) =>
    inTransaction(pool, async (tx) => {
      await effect(tx);
      await alongside(tx);
    });
  return {
    checkoutMoved: (sessionId, alongside) => fulfil(services, sessionId, alongside),
    paymentMoved: (paymentIntentId, alongside) => followPayment(services, paymentIntentId, alongside),
    paymentCameBack: (paymentIntentId, alongside) => clawBack(services, paymentIntentId, alongside),
    fraudReported: (fraud, alongside) => together((tx) => keepFraudWarning(tx, fraud, now()), alongside),
    async accountMoved(accountId, alongside) {
      const state = await payoutProvider.readAccount(accountId);
      await together((tx) => mirrorAccount(tx, state, now()), alongside);
    },
    accountLeft: (accountId, alongside) => together((tx) => disconnectAccount(tx, accountId, now()), alongside),
    bankPayoutEnded: (accountId, ended, alongside) =>
      together((tx) => noteBankPayout(tx, accountId, ended, now()), alongside),
    bankAccountChanged: (accountId, alongside) => together((tx) => forgetBankFailures(tx, accountId, now()), alongside),
    transferCameBack: (transferId, alongside) => followReversal(services.payouts, transferId, alongside),
    subscriptionMoved: (subscriptionId, alongside) => followSubscription(services.plans, subscriptionId, alongside),
    async balanceAvailable(alongside) {
      await wakeQueued(services.payouts);
      await alongside(pool);
    },
  };
}
