import * as z from 'zod/mini';
import { amount, askedAmount, hostId, instant, wallet } from './fields.ts';

export const budgetPeriods = ['day', 'week', 'month'] as const;
export type BudgetPeriod = (typeof budgetPeriods)[number];

/** `limit: null` lifts the budget. */
export const budgetRequest = z.strictObject({ limit: z.nullable(askedAmount), period: z.enum(budgetPeriods) });

/** What a member may spend of an organization's wallet in a period. Periods begin at midnight UTC, weeks on Monday. */
export const budget = z
  .object({
    object: z.literal('budget'),
    wallet,
    userId: hostId,
    limit: z.nullable(amount),
    period: z.enum(budgetPeriods),
    spent: amount.check(z.meta({ description: 'In the current period, holds included.' })),
    resetsAt: instant,
  })
  .register(z.globalRegistry, { id: 'Budget' });

export type Budget = z.output<typeof budget>;

/** The period that a moment (ms since 1970) lies in: from its start, inclusive, to its end. */
export function periodAt(period: BudgetPeriod, nowMs: number): { startMs: number; endMs: number } {
  const now = new Date(nowMs);
  const [year, month, date] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
  switch (period) {
    case 'day':
      return { startMs: Date.UTC(year, month, date), endMs: Date.UTC(year, month, date + 1) };
    case 'week': {
      const monday = date - ((now.getUTCDay() + 6) % 7);
      return { startMs: Date.UTC(year, month, monday), endMs: Date.UTC(year, month, monday + 7) };
    }
    case 'month':
      return { startMs: Date.UTC(year, month), endMs: Date.UTC(year, month + 1) };
  }
}
