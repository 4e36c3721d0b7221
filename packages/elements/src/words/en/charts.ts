import type { Counted } from '../counted.ts';
import { plural } from '../plural.ts';
import { creditsOf, messagesOf } from './credits.ts';

const inDays = ({ text, count }: Counted) => plural('en', count, { one: 'today', other: `in the last ${text} days` });

/** The words of what was spent and earned day by day. */
export const charts = {
  spending: 'Spending',
  earnings: 'Earnings by day',
  days: ({ text, count }: Counted) => plural('en', count, { one: 'Today', other: `Last ${text} days` }),
  noSpending: 'No spending yet.',
  noEarnings: 'Nothing earned yet.',
  day: 'Day',
  spent: 'Spent',
  earned: 'Earned',
  messages: 'Messages',
  credits: creditsOf,
  average: (amount: Counted) => `${creditsOf(amount)} a day on average`,
  messagesOf: (messages: Counted) => messagesOf(messages),
  failed: 'The chart could not be loaded.',
  /** The chart in a sentence, for those who don't see it. */
  spentIn: (total: Counted, days: Counted) => `${creditsOf(total)} spent ${inDays(days)}.`,
  earnedIn: (total: Counted, days: Counted) => `${creditsOf(total)} earned ${inDays(days)}.`,
  most: (amount: Counted, day: string) => `Most on ${day}: ${creditsOf(amount)}.`,
  showTable: 'Show as a table',
  showChart: 'Show as a chart',
};
