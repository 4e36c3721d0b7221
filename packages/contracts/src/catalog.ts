import * as z from 'zod/mini';
import { amount, askedAmount, cents, freeMessageCount, hostId, instant, label } from './fields.ts';

export const modelRequest = z.strictObject({ name: label, infra: askedAmount });

/** An AI model and its fixed runtime cost per message. */
export const model = z
  .object({
    id: hostId,
    object: z.literal('model'),
    name: label,
    infra: amount,
    updatedAt: instant,
  })
  .register(z.globalRegistry, { id: 'Model' });

export const visibilities = ['public', 'private'] as const;
export type Visibility = (typeof visibilities)[number];

export const agentRequest = z.strictObject({
  name: label,
  modelId: hostId,
  orgId: hostId,
  visibility: z.enum(visibilities),
  addOn: z.optional(askedAmount),
  freeMessages: z.optional(freeMessageCount),
});

/** The creator's part of an agent's price. */
export const pricingRequest = z.strictObject({
  addOn: z.optional(askedAmount),
  freeMessages: z.optional(freeMessageCount),
});

/** An agent and its price now. `version` grows with every change of the price. */
export const agent = z
  .object({
    id: hostId,
    object: z.literal('agent'),
    name: label,
    modelId: hostId,
    orgId: hostId,
    visibility: z.enum(visibilities),
    infra: amount,
    addOn: amount,
    total: amount,
    freeMessages: freeMessageCount,
    version: z.int(),
    updatedAt: instant,
  })
  .register(z.globalRegistry, { id: 'Agent' });

/** A pack of credits with its price in money. */
export const pack = z
  .object({
    id: hostId,
    object: z.literal('pack'),
    name: label,
    credits: amount,
    amountCents: cents,
    currency: z.literal('usd'),
  })
  .register(z.globalRegistry, { id: 'Pack' });

export type Model = z.output<typeof model>;
export type Agent = z.output<typeof agent>;
export type Pack = z.output<typeof pack>;
