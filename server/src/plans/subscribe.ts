import { Problem } from '@kopai/contracts';
import type { Clock } from '../clock.ts';
import type { Pool, Queryable } from '../db/index.ts';
import type { PlanProvider } from './provider.ts';
import { type PlanStanding, type PlanTerms, standingOf, subscriptionOf } from './standing.ts';

export interface PlanDependencies {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly provider: PlanProvider;
  readonly terms: PlanTerms;
  /** The wallet's customer at the provider. */
  readonly customerOf: (wallet: string) => Promise<string>;
  /** Hears that a wallet's plan is another one now, in the transaction that makes it so. */
  readonly onPlanChanged: (tx: Queryable, wallet: string, standing: PlanStanding) => Promise<void>;
}

/** Opens a checkout for a paid plan. Whether it was paid is for the subscription to say, not for the page that comes back. */
export async function subscribe(
  { pool, clock, provider, terms, customerOf }: PlanDependencies,
  order: { wallet: string; planId: string; successUrl: string; cancelUrl: string; cause: string },
): Promise<{ url: string }> {
  const plan = terms.plans.find(({ id, amountCents }) => id === order.planId && amountCents > 0);
  if (!plan) throw new Problem('plan_not_found', `There is no plan ${JSON.stringify(order.planId)} for sale.`);
  const standing = standingOf(await subscriptionOf(pool, order.wallet), terms, clock());
  if (standing.status === 'active' || standing.status === 'past_due') {
    throw new Problem('already_subscribed', `The wallet has the plan ${standing.plan.name}.`);
  }
  return provider.openSubscription({
    wallet: order.wallet,
    customerId: await customerOf(order.wallet),
    planId: plan.id,
    planName: plan.name,
    amountCents: plan.amountCents,
    currency: plan.currency,
    interval: plan.interval,
    successUrl: order.successUrl,
    cancelUrl: order.cancelUrl,
    key: order.cause,
  });
}

/** Opens the billing portal of a wallet that has, or had, a paid plan. */
export async function openPortal(
  { pool, provider, customerOf }: PlanDependencies,
  { wallet, returnUrl }: { wallet: string; returnUrl: string },
): Promise<{ url: string }> {
  if (!(await subscriptionOf(pool, wallet))) throw new Problem('not_subscribed', 'The wallet has no paid plan.');
  return provider.openPortal({ customerId: await customerOf(wallet), returnUrl });
}
