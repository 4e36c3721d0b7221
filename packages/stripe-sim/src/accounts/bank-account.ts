import type Stripe from 'stripe';
import type { AccountRecord } from './account.ts';

/** Where the account's payouts go: the bank account of Stripe's test mode, once onboarding has given one. */
export function bankAccountOf({ id, bankAccount, country, currency }: AccountRecord): Stripe.BankAccount | null {
  if (bankAccount === null) return null;
  return {
    id: bankAccount,
    object: 'bank_account',
    account: id,
    account_holder_name: null,
    account_holder_type: null,
    account_type: 'checking',
    available_payout_methods: ['standard'],
    bank_name: 'STRIPE TEST BANK',
    country,
    currency,
    default_for_currency: true,
    fingerprint: 'sim6789',
    last4: '6789',
    metadata: {},
    routing_number: '110000000',
    status: 'new',
  };
}
