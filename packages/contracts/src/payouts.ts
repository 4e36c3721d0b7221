import * as z from 'zod/mini';
import { amount, askedAmount, cents, idOf, instant, returnUrl, wallet, walletOrMe } from './fields.ts';

export const connectRequest = z.strictObject({ returnUrl, refreshUrl: returnUrl });

/** Where Stripe's hosted onboarding goes on. The link works once. */
export const connectLink = z.object({ object: z.literal('connect_link'), url: z.string(), expiresAt: instant });

/** An organization's account at Stripe, as Stripe last described it. Coming back from onboarding proves nothing. */
export const connectState = z
  .object({
    object: z.literal('connect'),
    wallet,
    connected: z.boolean(),
    detailsSubmitted: z.boolean(),
    payoutsEnabled: z.boolean(),
    requirementsDue: z.array(z.string()).check(z.meta({ description: "What Stripe still wants, in Stripe's words." })),
    disabledReason: z.nullable(z.string()),
    paused: z.boolean().check(z.meta({ description: 'Set after three failed payouts to the same bank account.' })),
  })
  .register(z.globalRegistry, { id: 'Connect' });

/** Payouts that fail in a row before no more are sent to the same bank account. */
export const bankFailuresMost = 3;

export const payoutRequest = z.strictObject({ wallet: walletOrMe, amount: askedAmount });

export const payoutStatuses = ['requested', 'queued', 'in_transit', 'unknown', 'paid', 'failed', 'reversed'] as const;
export type PayoutStatus = (typeof payoutStatuses)[number];

/**
 * Earnings on their way to a creator. `requested`: set aside; `queued`: waiting for the platform's balance at Stripe; `in_transit`: being
 * sent; `unknown`: Stripe has not answered, and is asked until it does; `paid`: on the creator's Stripe account; `failed`: refused, and available
 * again; `reversed`: taken back by Stripe, and available again.
 */
export const payout = z
  .object({
    id: idOf('payout'),
    object: z.literal('payout'),
    wallet,
    amount,
    amountCents: cents,
    currency: z.literal('usd'),
    status: z.enum(payoutStatuses),
    reversed: amount.check(z.meta({ description: 'How much of it Stripe has taken back.' })),
    failure: z.nullable(z.string()),
    createdAt: instant,
    updatedAt: instant,
  })
  .register(z.globalRegistry, { id: 'Payout' });

export type ConnectState = z.output<typeof connectState>;
export type Payout = z.output<typeof payout>;
