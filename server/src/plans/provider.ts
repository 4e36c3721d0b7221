/** What plans need of a payment provider. Implemented over Stripe; nothing here knows Stripe's words but a subscription's status. */
export interface PlanProvider {
  openSubscription(order: SubscriptionOrder): Promise<{ url: string }>;
  openPortal(order: { customerId: string; returnUrl: string }): Promise<{ url: string }>;
  /** A subscription as it stands, asked of the provider itself. */
  readSubscription(subscriptionId: string): Promise<SubscriptionState>;
}

export interface SubscriptionOrder {
  readonly wallet: string;
  readonly customerId: string;
  readonly planId: string;
  readonly planName: string;
  readonly amountCents: number;
  readonly currency: string;
  readonly interval: 'month' | 'year';
  readonly successUrl: string;
  readonly cancelUrl: string;
  /** The same key opens the same checkout. */
  readonly key: string;
}

export interface SubscriptionState {
  readonly subscriptionId: string;
  /** Null when it is not one of ours. */
  readonly wallet: string | null;
  readonly planId: string | null;
  readonly status: string;
  readonly periodEndMs: number | null;
  readonly cancelAtMs: number | null;
}
