import * as z from 'zod/mini';
import { paymentActions } from './simulation/simulation.ts';

/** What the pages send, beside messages and prices. What a cookie is set to is checked when it is read. */
export const switchRequest = z.object({
  back: z.string(),
  persona: z.optional(z.string()),
  context: z.optional(z.string()),
});

export const simulationRequest = z.object({ back: z.string(), action: z.enum(['day', ...paymentActions]) });

/** A month is as far as one request turns the clock. */
export const clockRequest = z.strictObject({ days: z._default(z.int().check(z.gte(1), z.lte(31)), 1) });

export const fileName = z.string().check(z.trim(), z.minLength(1), z.maxLength(200));

/** A path of this site and nothing else: `//elsewhere` is a host. */
export const pathBack = (back: string): string => (/^\/(?![/\\])/.test(back) ? back : '/');
