import * as z from 'zod/mini';
import { amount, instant, wallet } from './fields.ts';

/** What an organization's agents have earned. The split is 70 % to the creator, 30 % to the marketplace. */
export const earnings = z
  .object({
    object: z.literal('earnings'),
    wallet,
    available: amount.check(z.meta({ description: 'Settled: can be withdrawn.' })),
    pending: amount.check(z.meta({ description: 'Earned by recent messages, settling a day after each.' })),
    nextSettlementAt: z.nullable(instant),
    marketplaceRevenue: amount.check(z.meta({ description: "The platform's share of this organization's add-ons." })),
    waived: amount.check(z.meta({ description: 'Add-ons waived on free messages.' })),
    waivedMessages: z.int(),
    minimumPayout: amount,
    payoutsEnabled: z.boolean(),
  })
  .register(z.globalRegistry, { id: 'Earnings' });

export type Earnings = z.output<typeof earnings>;
