import type { Payout, Topup } from '@kopai/contracts';

/** When the first story begins, in milliseconds since 1970: a Monday, 10:00 UTC. */
export const epochMs = Date.UTC(2026, 0, 5, 10);

/**
 * A Kopai that is held to the contract: a server on its database, or a world in memory. Its clock stands still at `epochMs` until it is moved, so
 * that every moment in an answer is the same for all of them.
 */
export interface Subject {
  readonly baseUrl: string;
  readonly fetch: typeof globalThis.fetch;
  /** A secret key with the scope `admin`. */
  readonly apiKey: string;
  /** Moves the clock, in milliseconds. */
  advance(ms: number): void;
  /** Does what has fallen due by now and would otherwise be done within a minute. */
  catchUp(): Promise<void>;
  /** What the payer and their bank do at a checkout. */
  atCheckout(topup: Topup, outcome: 'paid' | 'processing' | 'failed' | 'expired'): Promise<void>;
  /** The operator gives a paid top-up back at Stripe. */
  giveBack(topup: Topup): Promise<void>;
  /** A creator finishes onboarding at Stripe. */
  onboard(orgId: string): Promise<void>;
  /** Stripe is asked to send a payout, and has it wait for the platform's balance. */
  queue(payout: Payout): Promise<void>;
  /** The payer pays for the plan that a checkout was opened for. */
  payForPlan(wallet: string, checkoutUrl: string): Promise<void>;
}
