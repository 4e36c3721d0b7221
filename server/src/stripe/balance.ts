import { Problem } from '@kopai/contracts';
import Stripe from 'stripe';
import type { CashProvider, ProviderMovement } from '../reconcile/index.ts';

/** Stripe's largest page. */
const pageSize = 100;

/** The platform's balance over the official client, all pages of it. */
export const stripeBalance = (stripe: Stripe): CashProvider => ({
  async *movements() {
    try {
      const pages = stripe.balanceTransactions.list({ limit: pageSize, expand: ['data.source'] });
      for await (const transaction of pages) yield movementOf(transaction);
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripeError)) throw error;
      throw new Problem('payment_provider_error', `Stripe's balance could not be read: ${error.message}`);
    }
  },
});

/**
 * What moved is told by the object it moved for, not by the type of the movement: a payment that failed later, a refund that came
 * back and a dispute that was won are movements of the same payment.
 */
function movementOf(transaction: Stripe.BalanceTransaction): ProviderMovement {
  const { source } = transaction;
  const isFee = transaction.type === 'stripe_fee';
  return {
    ...itemOf(typeof source === 'string' ? null : source),
    category: transaction.reporting_category,
    cents: isFee ? 0n : BigInt(transaction.amount),
    feeCents: BigInt(isFee ? -transaction.amount : transaction.fee),
    currency: transaction.currency,
  };
}

function itemOf(source: Stripe.BalanceTransactionSource | null): Pick<ProviderMovement, 'kind' | 'subject' | 'ours'> {
  switch (source?.object) {
    case 'charge':
      return { kind: 'charge', subject: idOf(source.payment_intent), ours: source.metadata.topup ?? null };
    case 'refund':
      return { kind: 'refund', subject: idOf(source.payment_intent), ours: null };
    case 'dispute':
      return { kind: 'dispute', subject: idOf(source.payment_intent), ours: null };
    case 'transfer':
      return { kind: 'transfer', subject: source.id, ours: source.metadata.payout ?? null };
    case 'transfer_reversal':
      return { kind: 'reversal', subject: idOf(source.transfer), ours: null };
    default:
      return { kind: null, subject: null, ours: null };
  }
}

const idOf = (value: string | { id: string } | null): string | null =>
  typeof value === 'string' ? value : (value?.id ?? null);
