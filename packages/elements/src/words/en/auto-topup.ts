import type { Counted } from '../counted.ts';
import { creditsOf } from './credits.ts';

/** The words of automatic top-up. */
export const autoTopup = {
  title: 'Automatic top-up',
  off: 'Off. Switch it on, and your messages never wait for a top-up.',
  set: 'Set up',
  change: 'Change',
  on: 'Switch on',
  stop: 'Switch off',
  cancel: 'Cancel',
  below: 'When below (credits)',
  buy: 'Buy',
  pack: (amount: Counted, price: string) => `${creditsOf(amount)} for ${price}`,
  times: 'At most, times a month',
  sentence: (threshold: Counted, price: string, amount: Counted, most: string) =>
    `When your balance falls below ${creditsOf(threshold)}, we charge ${price} for ${creditsOf(amount)}, at most ${most} a month.`,
  consent: 'Keep my card for this. I can switch it off here at any time.',
  spent: (spent: string, cap: Counted) => `${spent} of ${creditsOf(cap)} bought this month.`,
  switchedOn: 'Automatic top-up is on',
  switchedOff: 'Automatic top-up is off',
  noThreshold: 'Enter from which balance on to buy.',
  noTimes: 'Enter how many times a month, at least once.',
  noConsent: 'Your consent is needed to keep the card.',
  status: {
    off: 'Off',
    ready: 'On',
    charging: 'Charging',
    waiting: 'Waiting',
    needs_card: 'Needs a card',
    needs_action: 'Needs you',
    paused: 'Paused',
  },
  waiting: (when: string) => `The next try is ${when}.`,
  waitingSome: 'The next try comes by itself.',
  needsCard: 'No card is saved yet. Pay once, and the card is kept for the next times.',
  saveCard: (price: string) => `Pay ${price} and save the card`,
  needsAction: 'Your bank wants you to confirm the payment.',
  confirm: 'Confirm payment',
  paused: 'The card was declined too often. Change the settings, or save another card, to start anew.',
  failure: (reason: string) => `Last answer of the bank: ${reason}`,
};
