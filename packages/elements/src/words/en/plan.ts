import type { Entitlements } from '@kopai/sdk';
import type { Counted } from '../counted.ts';

/** The words of a plan. */
export const plan = {
  title: 'Plan',
  compare: 'What the plans include',
  feature: 'Feature',
  price: (dollars: string, interval: 'month' | 'year') => `${dollars} / ${interval}`,
  free: 'No charge',
  current: 'Your plan',
  yes: 'Included',
  no: 'Not included',
  some: ({ text, count }: Counted, size: string) =>
    count === 1 ? `${text} file, ${size}` : `${text} files, ${size} each`,
  status: { free: '', active: 'Active', past_due: 'Payment overdue', ended: 'Ended' } satisfies Record<
    Entitlements['status'],
    string
  >,
  renews: (day: string) => `Renews on ${day}.`,
  ends: (plan: string, day: string) =>
    `Your plan is canceled. ${plan} stays until ${day}; bought credits stay after it too.`,
  pastDue: (plan: string, day: string) =>
    `Your last payment did not go through. Update your card by ${day} to keep ${plan}.`,
  pastDueSoon: (plan: string) => `Your last payment did not go through. Update your card to keep ${plan}.`,
  ended: (plan: string) => `Your paid plan has ended; you are on ${plan}. Bought credits are untouched.`,
  upgrade: (plan: string) => `Upgrade to ${plan}`,
  updateCard: 'Update card',
  manage: 'Manage plan',
  opening: 'Opening…',
  signIn: 'Sign in to upgrade',
  secure: 'You pay on a secure Stripe page. Cancel at any time.',
  confirming: 'Your payment is being confirmed. This takes a moment.',
  changed: (plan: string) => `You are on ${plan} now.`,
};
