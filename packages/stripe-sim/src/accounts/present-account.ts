import type Stripe from 'stripe';
import type { AccountRecord } from './account.ts';
import { bankAccountOf } from './bank-account.ts';

/** An account as the API answers it: its facts, and what it may do because of them. */
export function presentAccount(account: AccountRecord): Stripe.Account {
  const disabledReason = disabledReasonOf(account);
  const isVerified = account.detailsSubmitted && account.rejected === null;
  const mayCharge = isVerified && !account.chargesHeld;
  const bankAccount = bankAccountOf(account);
  return {
    id: account.id,
    object: 'account',
    business_profile: account.businessProfile,
    business_type: account.businessType,
    capabilities: Object.fromEntries(account.requested.map((name) => [name, mayCharge ? 'active' : 'inactive'])),
    charges_enabled: mayCharge,
    controller: account.controller,
    country: account.country,
    created: account.created,
    default_currency: account.currency,
    details_submitted: account.detailsSubmitted,
    email: account.email,
    external_accounts: {
      object: 'list',
      data: bankAccount === null ? [] : [bankAccount],
      has_more: false,
      url: `/v1/accounts/${account.id}/external_accounts`,
    },
    future_requirements: requirements([], [], null),
    metadata: account.metadata,
    payouts_enabled: isVerified && !account.payoutsHeld && bankAccount !== null,
    requirements: requirements(account.due, account.errors, disabledReason),
    settings: settingsOf(account),
    tos_acceptance: { date: null },
    type: account.type,
  } satisfies Stripe.Account;
}

function disabledReasonOf(account: AccountRecord): Stripe.Account.Requirements.DisabledReason | null {
  if (account.rejected !== null) return `rejected.${account.rejected}`;
  const isHeld = account.payoutsHeld || account.chargesHeld || !account.detailsSubmitted;
  if (!isHeld) return null;
  return account.due.length > 0 ? 'requirements.past_due' : 'under_review';
}

function requirements(
  due: readonly string[],
  errors: readonly Stripe.Account.Requirements.Error[],
  disabledReason: Stripe.Account.Requirements.DisabledReason | null,
): Stripe.Account.Requirements {
  return {
    alternatives: [],
    current_deadline: null,
    currently_due: [...due],
    disabled_reason: disabledReason,
    errors: [...errors],
    eventually_due: [...due],
    past_due: disabledReason === 'requirements.past_due' ? [...due] : [],
    pending_verification: [],
  };
}

function settingsOf({ payoutInterval }: AccountRecord): Stripe.Account.Settings {
  return {
    branding: { icon: null, logo: null, primary_color: null, secondary_color: null },
    card_payments: {
      statement_descriptor_prefix: null,
      statement_descriptor_prefix_kana: null,
      statement_descriptor_prefix_kanji: null,
    },
    dashboard: { display_name: null, timezone: 'Etc/UTC' },
    payments: {
      statement_descriptor: null,
      statement_descriptor_kana: null,
      statement_descriptor_kanji: null,
      statement_descriptor_prefix_kana: null,
      statement_descriptor_prefix_kanji: null,
    },
    payouts: {
      debit_negative_balances: true,
      schedule: { delay_days: 2, interval: payoutInterval },
      statement_descriptor: null,
    },
  };
}
