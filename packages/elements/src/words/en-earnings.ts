import type { PayoutStatus } from '@kopai/sdk';

/** The words of an organization's earnings. */
export const earningsWords = {
  title: 'Earnings',
  available: 'Available for withdrawal',
  pending: 'Pending accrual',
  next: (when: string) => `Next settlement ${when}`,
  nonePending: 'Earnings settle about a day after each message.',
  marketplace: 'Kopai marketplace revenue',
  displayOnly: 'The marketplace’s share of your add-ons, for information.',
  waived: (amount: string, count: number) =>
    `${amount} credits of add-ons waived on ${count} free message${count === 1 ? '' : 's'}.`,
  credits: (amount: string) => `${amount} credits`,
  connect: 'Connect Stripe',
  connectText: 'Connect a Stripe account to withdraw what your agents earn.',
  connectOthers: 'An owner or admin can connect Stripe to withdraw.',
  resume: 'Continue at Stripe',
  resumeTitle: 'Onboarding is not finished',
  review: 'Stripe is looking at your details. Nothing is needed from you now.',
  reviewTitle: 'Waiting for Stripe',
  disabledTitle: 'Stripe has stopped payouts',
  rejected: 'Stripe has closed this account for payouts. Contact Stripe support.',
  overdue: 'Details that Stripe asked for are overdue.',
  disabled: 'Stripe does not pay out to this account at the moment.',
  pausedTitle: 'Payouts are paused',
  paused: 'Three payouts to this bank account failed. Correct it at Stripe, then withdraw again.',
  needs: (things: readonly string[]) => `Stripe still needs ${things.join(', ')}.`,
  moreDetails: 'more details',
  connected: 'Stripe connected',
  withdraw: 'Withdraw',
  withdrawing: 'Withdrawing…',
  amount: 'Amount in credits',
  max: 'Max',
  limits: (minimum: string, dollars: string) => `Minimum ${minimum} credits (${dollars}). In steps of 0.1.`,
  worth: (dollars: string) => `${dollars} to your Stripe account.`,
  belowMinimum: (minimum: string, missing: string) => `Withdrawals start at ${minimum} credits; ${missing} more to go.`,
  notANumber: 'Enter an amount of credits.',
  tooLittle: (minimum: string) => `Withdraw at least ${minimum} credits.`,
  tooMuch: (available: string) => `Only ${available} credits are available.`,
  notCents: 'Use steps of 0.1 credits: payouts are whole cents.',
  requested: (amount: string) => `Withdrawal of ${amount} credits requested`,
  payouts: 'Recent withdrawals',
  noPayouts: 'No withdrawals yet.',
  takenBack: (amount: string) => `${amount} credits taken back`,
};

/** What Stripe may still want, by how its name for it begins. */
export const requirementWords: Readonly<Record<string, string>> = {
  external_account: 'a bank account',
  tos_acceptance: 'your agreement to its terms',
  business_profile: 'details of your business',
  business_type: 'the kind of your business',
  company: 'details of your company',
  individual: 'your personal details',
  owners: 'the owners of your company',
  person: 'details of a person',
  representative: 'a representative of your company',
};

/** Where a payout stands: a word, and what it means. */
export const payoutWords: Readonly<Record<PayoutStatus, { readonly name: string; readonly text: string }>> = {
  requested: { name: 'Requested', text: 'Set aside, about to be sent.' },
  queued: { name: 'Queued', text: 'Waiting for card payments to reach our balance; sent by itself then.' },
  in_transit: { name: 'In transit', text: 'On its way to your Stripe account.' },
  unknown: { name: 'Being checked', text: 'Stripe has not answered yet. It is not sent twice.' },
  paid: { name: 'Paid', text: 'On your Stripe account.' },
  failed: { name: 'Failed', text: 'Nothing was sent; the credits are available again.' },
  reversed: { name: 'Reversed', text: 'Taken back by Stripe; the credits are available again.' },
};
