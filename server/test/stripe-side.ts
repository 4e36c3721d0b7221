import type { StripeSim } from '@kopai/stripe-sim';
import Stripe from 'stripe';

/** The simulator as a test handles it: what payers, banks and creators do at Stripe. */
export interface StripeSide {
  readonly stripe: Stripe;
  /** Turns one of the simulator's controls. */
  control(path: string, body: unknown): Promise<void>;
  /** How a control of the simulator stands. */
  look(path: string): Promise<Readonly<Record<string, unknown>>>;
  /** Presses a button of a checkout's page: `paid`, `pay_later`, `declined` or `canceled`. */
  press(checkoutUrl: string, outcome: string): Promise<void>;
  /** The payment of a checkout, once there is one. */
  paymentOf(checkoutUrl: string): Promise<string | null>;
}

export function stripeSide(sim: StripeSim): StripeSide {
  const stripe = new Stripe(sim.apiKey, { host: '127.0.0.1', port: sim.port, protocol: 'http', telemetry: false });
  return {
    stripe,
    async control(path, body) {
      const response = await fetch(`${sim.url}/_sim/${path}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${path}: ${text}`);
    },
    async look(path) {
      const response = await fetch(`${sim.url}/_sim/${path}`);
      if (!response.ok) throw new Error(`${path}: ${response.status}`);
      return (await response.json()) as Record<string, unknown>;
    },
    async press(checkoutUrl, outcome) {
      const body = new URLSearchParams({ outcome });
      const response = await fetch(checkoutUrl, { method: 'POST', body, redirect: 'manual' });
      await response.body?.cancel();
    },
    async paymentOf(checkoutUrl) {
      const session = await stripe.checkout.sessions.retrieve(sessionOf(checkoutUrl));
      return typeof session.payment_intent === 'string' ? session.payment_intent : null;
    },
  };
}

/** A checkout's address ends in its session. */
export const sessionOf = (checkoutUrl: string): string => new URL(checkoutUrl).pathname.split('/').at(-1) ?? '';
