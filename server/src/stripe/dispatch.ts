import type { Alongside, ReportedFraud } from '../topups/index.ts';
import type { Dispatch } from './inbox.ts';

/** What the rooms do about what Stripe tells. */
export interface StripeReactions {
  /** A checkout moved: bring its top-up to where it stands. */
  readonly checkoutMoved: (sessionId: string, alongside: Alongside) => Promise<unknown>;
  /** A payment has succeeded or failed: an automatic top-up may wait for it. */
  readonly paymentMoved: (paymentIntentId: string, alongside: Alongside) => Promise<unknown>;
  /** Some of a payment came back, or is about to: claw back what is due. */
  readonly paymentCameBack: (paymentIntentId: string, alongside: Alongside) => Promise<unknown>;
  /** A card network says that a payment was probably fraud. */
  readonly fraudReported: (fraud: ReportedFraud, alongside: Alongside) => Promise<unknown>;
  /** A creator's account is described anew, or was taken back by its owner. */
  readonly accountMoved: (accountId: string, alongside: Alongside) => Promise<unknown>;
  readonly accountLeft: (accountId: string, alongside: Alongside) => Promise<unknown>;
  /** A payout from a creator's account to their bank has ended. */
  readonly bankPayoutEnded: (accountId: string, ended: 'paid' | 'failed', alongside: Alongside) => Promise<unknown>;
  readonly bankAccountChanged: (accountId: string, alongside: Alongside) => Promise<unknown>;
  /** Some of a transfer was taken back. */
  readonly transferCameBack: (transferId: string, alongside: Alongside) => Promise<unknown>;
  /** A subscription is described anew. */
  readonly subscriptionMoved: (subscriptionId: string, alongside: Alongside) => Promise<unknown>;
  /** The platform's balance has grown. */
  readonly balanceAvailable: (alongside: Alongside) => Promise<unknown>;
}

/**
 * Event type -> room. The event says that something moved, never how it stands: events come late, twice and in any order, so each
 * room asks Stripe itself. Types that nobody waits for are kept in the inbox and marked as handled.
 */
export function createDispatch(reactions: StripeReactions, ignore: (alongside: Alongside) => Promise<void>): Dispatch {
  return async (event, alongside) => {
    switch (event.type) {
      case 'customer.subscription.created':
      case 'customer.subscription.updated':
      case 'customer.subscription.deleted':
        await reactions.subscriptionMoved(event.data.object.id, alongside);
        return;
      case 'invoice.paid':
      case 'invoice.payment_failed': {
        const subscription = event.data.object.parent?.subscription_details?.subscription;
        const id = typeof subscription === 'string' ? subscription : subscription?.id;
        await (id === undefined ? ignore(alongside) : reactions.subscriptionMoved(id, alongside));
        return;
      }
      case 'checkout.session.completed':
      case 'checkout.session.async_payment_succeeded':
      case 'checkout.session.async_payment_failed':
      case 'checkout.session.expired':
        await reactions.checkoutMoved(event.data.object.id, alongside);
        return;
      case 'payment_intent.succeeded':
      case 'payment_intent.payment_failed':
        await reactions.paymentMoved(event.data.object.id, alongside);
        return;
      case 'charge.refunded':
      case 'refund.created':
      case 'refund.updated':
      case 'refund.failed':
      case 'charge.dispute.created':
      case 'charge.dispute.updated':
      case 'charge.dispute.closed':
      case 'charge.dispute.funds_withdrawn':
      case 'charge.dispute.funds_reinstated': {
        const { payment_intent: intent } = event.data.object;
        const id = typeof intent === 'string' ? intent : intent?.id;
        await (id === undefined ? ignore(alongside) : reactions.paymentCameBack(id, alongside));
        return;
      }
      case 'radar.early_fraud_warning.created': {
        // The warning is the fact itself: nothing about it is asked for again.
        const { id, payment_intent: intent, fraud_type: kind } = event.data.object;
        const paymentIntentId = typeof intent === 'string' ? intent : intent?.id;
        await reactions.fraudReported({ id, paymentIntentId, kind }, alongside);
        return;
      }
      case 'account.updated':
        await reactions.accountMoved(event.data.object.id, alongside);
        return;
      case 'account.application.deauthorized':
        await (event.account === undefined ? ignore(alongside) : reactions.accountLeft(event.account, alongside));
        return;
      case 'account.external_account.created':
      case 'account.external_account.updated':
        await (event.account === undefined
          ? ignore(alongside)
          : reactions.bankAccountChanged(event.account, alongside));
        return;
      case 'payout.paid':
      case 'payout.failed': {
        const ended = event.type === 'payout.paid' ? 'paid' : 'failed';
        await (event.account === undefined
          ? ignore(alongside)
          : reactions.bankPayoutEnded(event.account, ended, alongside));
        return;
      }
      case 'transfer.reversed':
        await reactions.transferCameBack(event.data.object.id, alongside);
        return;
      case 'balance.available':
        await (event.account === undefined ? reactions.balanceAvailable(alongside) : ignore(alongside));
        return;
      default:
        await ignore(alongside);
    }
  };
}
