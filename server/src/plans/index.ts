export { followSubscription } from './follow.ts';
export { defaultPlans, features, freePlanId } from './matrix.ts';
export type { PlanProvider, SubscriptionOrder, SubscriptionState } from './provider.ts';
export { type PlanStanding, type PlanTerms, readEntitlements, standingOf, subscriptionOf } from './standing.ts';
export { openPortal, type PlanDependencies, subscribe } from './subscribe.ts';
