import * as z from 'zod/mini';
import { amount, cents, count, hostId, instant, walletOrMe } from './fields.ts';

/** Agents one request may price: a screen of cards, and a URL that every proxy lets through. */
export const quoteBatchMost = 100;

export const quoteQuery = z.strictObject({
  agent: z.pipe(
    z.union([hostId, z.array(hostId).check(z.maxLength(quoteBatchMost))]),
    z.transform((ids: string | string[]) => (typeof ids === 'string' ? [ids] : ids)),
  ),
  wallet: z.optional(walletOrMe),
});

/** A binding price: a charge that carries `token` before `expiresAt` never costs more than `total`. */
export const quote = z
  .object({
    object: z.literal('quote'),
    agentId: hostId,
    version: z.int(),
    infra: amount,
    addOn: amount,
    total: amount,
    totalCents: cents.check(z.meta({ description: 'The total in US cents, rounded up.' })),
    freeMessages: z.object({
      included: count,
      remaining: z.nullable(count).check(z.meta({ description: 'Of the session’s user; null without a session.' })),
    }),
    affordableMessages: z.optional(
      z.nullable(z.int()).check(
        z.meta({
          description:
            'How many messages the wallet pays for, beyond the free ones; null when they cost nothing; only with a session.',
        }),
      ),
    ),
    expiresAt: instant,
    token: z.string(),
  })
  .register(z.globalRegistry, { id: 'Quote' });

export const quoteList = z.object({ data: z.array(quote), missing: z.array(z.string()) });

export type Quote = z.output<typeof quote>;
