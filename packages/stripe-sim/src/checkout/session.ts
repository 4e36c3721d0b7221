import type Stripe from 'stripe';
import { noSuch } from '../http/api-error.ts';
import { type PaymentIntentRecord, paymentIntents } from '../payment-intents/payment-intent.ts';
import { defineCollection } from '../store/collection-key.ts';
import type { WithIds } from '../world/references.ts';
import type { World } from '../world/world.ts';
import type { CheckoutMode } from './checkout-mode.ts';
import type { LineItemRecord } from './line-item.ts';

/** Stored without its address, which depends on where the simulator listens. */
export type SessionRecord = WithIds<
  Stripe.Checkout.Session,
  'customer' | 'invoice' | 'payment_intent' | 'payment_link' | 'setup_intent' | 'subscription'
>;

export const sessions = defineCollection<SessionRecord>('checkout_sessions');

/** What the simulator knows about a session and Stripe's object does not show. */
export interface CheckoutRecord {
  readonly id: string;
  readonly lineItems: readonly LineItemRecord[];
  /** The intent of the payment, once there was an attempt. */
  readonly intent: string | null;
  /** Why a card was refused that nothing was to be taken from yet. */
  readonly refusal?: string;
}

export const checkouts = defineCollection<CheckoutRecord>('checkouts');

/** @throws {ApiError} `resource_missing` */
export function findSession(world: World, id: string): SessionRecord {
  const session = world.store.in(sessions).get(id);
  if (!session) throw noSuch('checkout.session', id);
  return session;
}

/** The session as the API answers it: with the address of its page while that can be paid. */
export function presentSession(world: World, session: SessionRecord): SessionRecord {
  const isHosted = session.status === 'open' && session.ui_mode === 'hosted_page';
  return { ...session, url: isHosted ? `${world.url}${pagePath(session)}` : null };
}

/** Where the session's page is, under the simulator's address. An embedded session is opened by its secret alone. */
export function pagePath(session: SessionRecord): string {
  return session.client_secret === null ? `/c/pay/${session.id}` : `/embed/${session.client_secret}`;
}

export function lineItemsOf(world: World, sessionId: string): readonly LineItemRecord[] {
  return world.store.in(checkouts).get(sessionId)?.lineItems ?? [];
}

/** The intent of the session's payment, once there was an attempt. */
export function intentOf(world: World, session: SessionRecord): PaymentIntentRecord | undefined {
  const id = world.store.in(checkouts).get(session.id)?.intent;
  return id ? world.store.in(paymentIntents).get(id) : undefined;
}

export function modeOf(world: World, session: SessionRecord): CheckoutMode {
  const mode = world.checkoutModes.find((candidate) => candidate.mode === session.mode);
  if (!mode) throw new Error(`No feature brings the checkout mode ${session.mode}`);
  return mode;
}
