import { type BodyOf, type Entitlements, type Feature, judgeFeature, type Plan, Problem } from '@kopai/contracts';
import type { Clock } from './clock.ts';

const free: Plan['features'] = {
  chat: true,
  privateAgents: true,
  marketplacePublish: false,
  webSearch: false,
  knowledgeBasePdf: { quantity: 1, bytes: 2 * 1024 * 1024 },
  urlIndexing: false,
  imageUploads: false,
};

const names: Readonly<Record<string, string>> = {
  chat: 'Chat with agents',
  privateAgents: 'Create private agents',
  marketplacePublish: 'Publish to marketplace',
  webSearch: 'Web search tool',
  knowledgeBasePdf: 'Knowledge base (PDF)',
  urlIndexing: 'URL indexing',
  imageUploads: 'Image uploads',
};

const month = 30 * 24 * 60 * 60_000;
const graceMs = 7 * 24 * 60 * 60_000;

type Standing = Pick<Entitlements, 'status' | 'renewsAt' | 'endsAt' | 'graceEndsAt'>;
const nothing: Standing = { status: 'free', renewsAt: null, endsAt: null, graceEndsAt: null };

/** Plans, and which wallet has which. */
export class Plans {
  readonly #clock: Clock;
  readonly #standings = new Map<string, Standing>();
  readonly plans: readonly Plan[] = [
    { id: 'free', object: 'plan', name: 'Free', amountCents: 0, currency: 'usd', interval: 'month', features: free },
    {
      id: 'pro',
      object: 'plan',
      name: 'Pro',
      amountCents: 2_000,
      currency: 'usd',
      interval: 'month',
      features: Object.fromEntries(Object.keys(free).map((key) => [key, true])),
    },
  ];
  readonly features: readonly Feature[] = Object.entries(names).map(([key, name]) => ({ key, name }));

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Puts a wallet on the paid plan, or shows it past due, or takes the plan away. */
  set(wallet: string, status: Entitlements['status']): void {
    const now = this.#clock.nowMs();
    const renewsAt = status === 'active' ? this.#clock.instant(now + month) : null;
    const graceEndsAt = status === 'past_due' ? this.#clock.instant(now + graceMs) : null;
    this.#standings.set(wallet, { status, renewsAt, endsAt: null, graceEndsAt });
  }

  entitlements(wallet: string): Entitlements {
    const standing = this.#standings.get(wallet) ?? nothing;
    const isPaid = standing.status === 'active' || standing.status === 'past_due';
    const plan = this.plans.find(({ id }) => id === (isPaid ? 'pro' : 'free'));
    return {
      object: 'entitlements',
      wallet,
      planId: plan?.id ?? 'free',
      ...standing,
      features: plan?.features ?? free,
    };
  }

  /** Opens a checkout; `set` does what paying it does. */
  subscribe(wallet: string, { planId, successUrl }: BodyOf<'subscriptions.create'>) {
    if (planId !== 'pro') {
      throw new Problem('plan_not_found', `There is no plan ${JSON.stringify(planId)} for sale.`);
    }
    if (this.entitlements(wallet).planId === 'pro')
      throw new Problem('already_subscribed', 'The wallet has the plan Pro.');
    return { object: 'subscription_checkout' as const, checkoutUrl: successUrl };
  }

  portal(wallet: string, { returnUrl }: BodyOf<'portal.create'>) {
    if (!this.#standings.has(wallet)) throw new Problem('not_subscribed', 'The wallet has no paid plan.');
    return { object: 'portal_session' as const, url: returnUrl };
  }

  check(body: BodyOf<'entitlements.check'>) {
    const { planId, features } = this.entitlements(body.wallet);
    return { object: 'entitlement_check' as const, ...judgeFeature(features, body), planId };
  }
}
