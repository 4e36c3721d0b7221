import type { Counted } from '../counted.ts';
import { creditsOf } from './credits.ts';

/** The words of buying credits. */
export const topup = {
  choose: 'Choose a pack',
  credits: creditsOf,
  pay: (price: string) => `Pay ${price}`,
  opening: 'Opening checkout…',
  secure: 'You pay on a secure Stripe page and come back here.',
  secureHere: 'You pay here, in a form of Stripe’s own.',
  signIn: 'Sign in to top up',
  back: 'Back to the packs',
  /** Why Stripe's form can't be shown inside the page. */
  obstacles: {
    no_key: 'Paying on this page is not set up.',
    not_loaded: 'Stripe’s payment form did not load. A blocker or your network may hold it back.',
    shadow_tree: 'Stripe’s payment form can’t be shown in this part of the page.',
  },
  payAtStripe: 'Pay on Stripe’s page instead',
  none: 'No packs are on sale right now.',
  checking: 'Looking up your payment…',
  pendingTitle: 'Payment not finished',
  pending: (amount: Counted, price: string) =>
    `${creditsOf(amount)} for ${price} ${amount.count === 1 ? 'is' : 'are'} waiting for you.`,
  resume: 'Resume payment',
  startOver: 'Start over',
  processingTitle: 'Payment is being processed',
  processing: (amount: Counted) =>
    `Your bank is confirming it. ${creditsOf(amount)} will arrive without you; you can leave this page.`,
  paidTitle: (amount: Counted) => `${creditsOf(amount)} added`,
  paid: (price: string) => `Paid ${price}.`,
  receipt: 'View receipt',
  done: 'Done',
  failedTitle: 'Payment declined',
  failed: 'You have not been charged. Try another card or pack.',
  expiredTitle: 'Checkout expired',
  expired: 'Nothing was paid in time, and you have not been charged.',
  tryAgain: 'Choose a pack',
};
