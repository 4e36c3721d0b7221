export { type StripeSim, type StripeSimOptions, startStripeSim } from './start-stripe-sim.ts';
export { DamagedJournalError } from './store/journal.ts';
export type { RetryPolicy } from './webhooks/courier.ts';
export type { WebhookEndpoint } from './webhooks/endpoint.ts';
export type { Dunning } from './world/dunning.ts';
export type { Logger } from './world/logger.ts';
export type { Pricing } from './world/pricing.ts';
