import * as z from 'zod/mini';
import { amount, cents, hostId, idOf, instant, returnUrl, wallet, walletOrMe } from './fields.ts';

export const topupStatuses = ['pending', 'processing', 'paid', 'failed', 'expired'] as const;
export type TopupStatus = (typeof topupStatuses)[number];

export const uiModes = ['hosted', 'embedded'] as const;
export type UiMode = (typeof uiModes)[number];

/** A top-up names a pack, never an amount of money. */
export const topupRequest = z.strictObject({
  wallet: walletOrMe,
  packId: hostId,
  successUrl: returnUrl,
  cancelUrl: returnUrl,
  uiMode: z.optional(z.enum(uiModes)),
  saveCard: z
    .optional(z.boolean())
    .check(z.meta({ description: 'Keep the card for automatic top-ups, with the payer’s consent.' })),
});

/**
 * Credits being bought. `pending`: waiting for the payer; `processing`: the payment is under way at the bank; `paid`: the
 * credits are in the wallet; `failed`: the bank refused; `expired`: nobody paid in time.
 */
export const topup = z
  .object({
    id: idOf('topup'),
    object: z.literal('topup'),
    wallet,
    packId: hostId,
    credits: amount,
    amountCents: cents,
    currency: z.literal('usd'),
    status: z.enum(topupStatuses),
    checkoutUrl: z.nullable(z.string()),
    clientSecret: z.nullable(z.string()),
    receiptUrl: z.nullable(z.string()),
    createdAt: instant,
    paidAt: z.nullable(instant),
  })
  .register(z.globalRegistry, { id: 'Topup' });

export type TopupRequest = z.output<typeof topupRequest>;
export type Topup = z.output<typeof topup>;
