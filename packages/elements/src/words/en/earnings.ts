import type { PayoutStatus } from '@kopai/sdk';
import type { Counted } from '../counted.ts';
import { creditsOf, messagesOf } from './credits.ts';

const list = () => new Intl.ListFormat('en');

/** The words of an organization's earnings. */
export const earnings = {
  title: 'Earnings',
  available: 'Available for withdrawal',
  pending: 'Pending accrual',
  next: (when: string) => `Next settlement ${when}`,
  nonePending: 'Earnings settle about a day after each message.',
  marketplace: 'Kopai marketplace revenue',
  displayOnly: 'The marketplace’s share of your add-ons, for information.',
  waived: (amount: Counted, messages: Counted) =>
    `${creditsOf(amount)} of add-ons waived on ${messagesOf(messages, 'free ')}.`,
  credits: creditsOf,
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
  needs: (things: readonly string[]) => `Stripe still needs ${list().format(things)}.`,
  moreDetails: 'more details',
  /** What Stripe may still want, by how its name for it begins. */
  requirements: {
    external_account: 'a bank account',
    tos_acceptance: 'your agreement to its terms',
    business_profile: 'details of your business',
    business_type: 'the kind of your business',
    company: 'details of your company',
    individual: 'your personal details',
    owners: 'the owners of your company',
    person: 'details of a person',
    representative: 'a representative of your company',
  },
  connected: 'Stripe connected',
  withdraw: 'Withdraw',
  withdrawing: 'Withdrawing…',
  amount: 'Amount in credits',
  max: 'Max',
  limits: (minimum: Counted, dollars: string, step: string) =>
    `Minimum ${creditsOf(minimum)} (${dollars}). In steps of ${step}.`,
  belowMinimum: (minimum: Counted, missing: string) =>
    `Withdrawals start at ${creditsOf(minimum)}; ${missing} more to go.`,
  notANumber: 'Enter an amount of credits.',
  tooLittle: (minimum: Counted) => `Withdraw at least ${creditsOf(minimum)}.`,
  tooMuch: (available: Counted) => `Only ${creditsOf(available)} ${available.count === 1 ? 'is' : 'are'} available.`,
  notCents: (step: string) => `Use steps of ${step} credits: payouts are whole cents.`,
  requested: (amount: Counted) => `Withdrawal of ${creditsOf(amount)} requested`,
  payouts: 'Recent withdrawals',
  noPayouts: 'No withdrawals yet.',
  takenBack: (amount: Counted) => `${creditsOf(amount)} taken back`,
  /** Where a payout stands: a word, and what it means. */
  standing: {
    requested: { name: 'Requested', text: 'Set aside, about to be sent.' },
    queued: { name: 'Queued', text: 'Waiting for card payments to reach our balance; sent by itself then.' },
    in_transit: { name: 'In transit', text: 'On its way to your Stripe account.' },
    unknown: { name: 'Being checked', text: 'Stripe has not answered yet. It is not sent twice.' },
    paid: { name: 'Paid', text: 'On your Stripe account.' },
    failed: { name: 'Failed', text: 'Nothing was sent; the credits are available again.' },
    reversed: { name: 'Reversed', text: 'Taken back by Stripe; the credits are available again.' },
  } satisfies Record<PayoutStatus, { readonly name: string; readonly text: string }>,
};
