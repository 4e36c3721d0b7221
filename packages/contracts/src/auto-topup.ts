import * as z from 'zod/mini';
import { amount, askedAmount, hostId, instant, wallet } from './fields.ts';

/** Buys a pack when spendable credits fall below `threshold`, at most for `monthlyCap` credits in a calendar month (UTC). Off by default. */
export const autoTopupRequest = z.strictObject({
  enabled: z.boolean(),
  threshold: askedAmount,
  packId: hostId,
  monthlyCap: askedAmount,
});

export const autoTopupStates = ['off', 'ready', 'charging', 'waiting', 'needs_card', 'needs_action', 'paused'] as const;
export type AutoTopupState = (typeof autoTopupStates)[number];

/**
 * How a wallet tops itself up. `charging`: a payment is under way; `waiting`: a decline, the cool-down or the cap holds the next one back until
 * `nextTryAt`; `needs_card`: no card is saved, the next top-up with `saveCard` saves one; `needs_action`: the bank wants the payer, at `actionUrl`;
 * `paused`: too many declines, or a card reported lost. Setting it again starts anew.
 */
export const autoTopup = z
  .object({
    object: z.literal('auto_topup'),
    wallet,
    enabled: z.boolean(),
    threshold: amount,
    packId: hostId,
    monthlyCap: amount,
    state: z.enum(autoTopupStates),
    monthSpent: amount,
    nextTryAt: z.nullable(instant),
    actionUrl: z.nullable(z.string()),
    lastFailure: z.nullable(z.string()),
  })
  .register(z.globalRegistry, { id: 'AutoTopup' });

export type AutoTopup = z.output<typeof autoTopup>;
