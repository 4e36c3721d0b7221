export type { default as Stripe } from 'stripe';
export { stripeBalance } from './balance.ts';
export { stripeConnect } from './connect.ts';
export { createDispatch, type StripeReactions } from './dispatch.ts';
export { type StripeConnection, stripeCheckout, stripeClient } from './gateway.ts';
export { handledEvents } from './handled-events.ts';
export { createInbox, type Inbox, stripeEventTask } from './inbox.ts';
export { type OpenEvent, openEvents, replayEvent } from './inbox-review.ts';
export { stripeSubscriptions } from './subscriptions.ts';
