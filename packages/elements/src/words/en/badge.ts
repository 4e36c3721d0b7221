import type { Counted } from '../counted.ts';
import { credits, messagesOf } from './credits.ts';

/** The words of a price. */
export const badge = {
  perMessage: (count: number) => `${credits(count)} / message`,
  free: 'Free',
  freeIncluded: (free: Counted) => messagesOf(free, 'free '),
  freeLeft: (free: Counted) => `${free.text} free left`,
  unavailable: 'Price unavailable',
  retry: 'Try again',
  details: 'What a message costs',
  infra: 'Runtime',
  addOn: 'Publisher add-on',
  total: 'Per message',
  unit: credits,
  affordable: (messages: Counted) =>
    messages.count === 0 ? 'Your balance covers no messages.' : `Your balance covers about ${messagesOf(messages)}.`,
};
