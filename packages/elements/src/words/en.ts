/**
 * Every word the elements say, in English. A part for each element, so that a page that shows badges alone pays for theirs alone. What
 * varies is a function of finished text: numbers and dates are formatted before they get here.
 */

const credits = (one: boolean) => (one ? 'credit' : 'credits');

export const badgeWords = {
  perMessage: (one: boolean) => `${credits(one)} / message`,
  free: 'Free',
  freeIncluded: (count: string, one: boolean) => `${count} free message${one ? '' : 's'}`,
  freeLeft: (count: string) => `${count} free left`,
  unavailable: 'Price unavailable',
  retry: 'Try again',
  details: 'What a message costs',
  infra: 'Runtime',
  addOn: 'Publisher add-on',
  total: 'Per message',
  unit: credits,
  affordable: (text: string, count: number) =>
    `Your balance covers ${count === 0 ? 'no' : `about ${text}`} message${count === 1 ? '' : 's'}.`,
};

/** What every section says when it has nothing to show. */
export const sectionWords = {
  retry: 'Try again',
  requestId: (id: string) => `Request ${id}`,
  signedOut: 'Sign in to see this wallet.',
  signIn: 'Sign in',
  loading: 'Loading',
  failed: 'Something went wrong.',
};

/** What went wrong, by its code; `sectionWords.failed` for the rest. */
export const problemWords: Readonly<Record<string, string>> = {
  connection_failed: 'No connection. Check your network and try again.',
  timed_out: 'That took too long. Try again.',
  session_unavailable: 'Your session could not be renewed.',
  unauthenticated: 'Your session has ended. Sign in again.',
  session_revoked: 'Your session has ended. Sign in again.',
  wallet_forbidden: 'You have no access to this wallet.',
  role_required: 'Only an owner or admin can do this.',
  scope_missing: 'You are not allowed to do this.',
  rate_limited: 'Too many requests. Wait a moment and try again.',
  pack_not_found: 'This pack is no longer on sale.',
  topup_not_found: 'This payment is not known here.',
  return_url_not_allowed: 'This page is not set up to take payments.',
  payment_provider_error: 'The payment provider did not answer. You have not been charged.',
  organization_required: 'Only organizations have this.',
  payouts_not_enabled: 'Stripe does not pay out to this account yet. Finish the onboarding first.',
  payouts_paused: 'Payouts to this bank account keep failing. Correct it at Stripe.',
  payout_below_minimum: 'That is less than the minimum.',
  insufficient_earnings: 'That is more than is available now.',
  plan_not_found: 'This plan is no longer on sale.',
  already_subscribed: 'You have this plan already.',
  not_subscribed: 'There is no paid plan to manage.',
  internal_error: 'Something went wrong on our side. Try again.',
  unavailable: 'Not available for a moment. Try again.',
  unexpected_reply: 'The answer was not understood.',
};

export const topupWords = {
  choose: 'Choose a pack',
  credits: (count: string, one: boolean) => `${count} ${credits(one)}`,
  pay: (price: string) => `Pay ${price}`,
  opening: 'Opening checkout…',
  secure: 'You pay on a secure Stripe page and come back here.',
  signIn: 'Sign in to top up',
  none: 'No packs are on sale right now.',
  checking: 'Looking up your payment…',
  pendingTitle: 'Payment not finished',
  pending: (count: string, price: string) => `${count} credits for ${price} are waiting for you.`,
  resume: 'Resume payment',
  startOver: 'Start over',
  processingTitle: 'Payment is being processed',
  processing: (count: string) =>
    `Your bank is confirming it. ${count} credits arrive by themselves; you can leave this page.`,
  paidTitle: (count: string) => `${count} credits added`,
  paid: (price: string) => `Paid ${price}.`,
  receipt: 'View receipt',
  done: 'Done',
  failedTitle: 'Payment declined',
  failed: 'You have not been charged. Try another card or pack.',
  expiredTitle: 'Checkout expired',
  expired: 'Nothing was paid in time, and you have not been charged.',
  tryAgain: 'Choose a pack',
};

export const walletWords = {
  balance: 'Balance',
  available: 'Available',
  held: 'Held for messages',
  debt: 'Owed',
  unit: credits,
  worth: (dollars: string) => `≈ ${dollars}`,
  topup: 'Top up',
  close: 'Close',
  low: 'Your balance is running low.',
  inDebt: (amount: string) =>
    `You owe ${amount} credits: a payment was refunded or disputed after its credits were spent. Messages are paused; your next top-up pays this first.`,
  empty: 'Top up to start sending messages.',
  used: 'There are no credits left. An owner or admin can top up.',
  changed: (amount: string) => `Balance: ${amount} credits`,
};

export const transactionWords = {
  title: 'Activity',
  receipt: 'Receipt',
  kind: 'Type',
  allKinds: 'All activity',
  period: 'Period',
  periods: {
    all: 'All time',
    week: 'Last 7 days',
    month: 'Last 30 days',
    quarter: 'Last 90 days',
    custom: 'Custom range',
  },
  from: 'From',
  until: 'Until',
  csv: 'Export CSV',
  exporting: 'Exporting…',
  more: 'Load more',
  empty: 'Nothing here yet. What moves your balance shows up here.',
  emptyFiltered: 'Nothing matches these filters.',
  clear: 'Clear filters',
  description: 'Description',
  member: 'Member',
  amount: 'Amount',
  balance: 'Balance',
  parts: (infra: string, addOn: string) => `${infra} + ${addOn} add-on`,
  earnings: (amount: string) => `Earnings ${amount}`,
  shown: (count: string) => `${count} entries shown`,
  kinds: {
    adjustment: 'Adjustment',
    capture: 'Message completed',
    charge: 'Message',
    dispute: 'Payment disputed',
    dispute_reversed: 'Dispute won, credits returned',
    earnings_settled: 'Earnings settled',
    free_message: 'Free message',
    hold: 'Held for a message',
    payout: 'Withdrawal of earnings',
    plan_grant: 'Plan credits',
    refund: 'Message refund',
    release: 'Hold released',
    topup: 'Top-up',
    topup_refund: 'Top-up refunded',
  },
};
