import * as z from 'zod/mini';
import { amount, count, wallet } from './fields.ts';
import { digits } from './pages.ts';

/** Days that are answered at once: a quarter, which a chart can still show. */
export const activityDaysMost = 92;

/** Days that are answered when none are asked for: what a monthly chart shows. */
export const activityDaysDefault = 30;

const day = z.iso.date().check(z.meta({ description: 'A calendar day in the time zone that was asked for.' }));

/** One day of a wallet. */
export const activityDay = z.object({
  date: day,
  spent: amount.check(
    z.meta({ description: 'Charged and held for messages, less what was given back that day; not below zero.' }),
  ),
  messages: count.check(z.meta({ description: 'Messages sent, free ones included.' })),
  freeMessages: count,
  earned: amount.check(
    z.meta({
      description: "An organization's share of its agents' add-ons, less refunds of that day; not below zero.",
    }),
  ),
});

/** What a wallet spent and earned on each of its last days, oldest first, today last; quiet days are there too. */
export const activity = z
  .object({ object: z.literal('activity'), wallet, timezone: z.string(), days: z.array(activityDay) })
  .register(z.globalRegistry, { id: 'Activity' });

/** How many days, and by whose midnight they are parted. */
export const activityQuery = z.strictObject({
  days: z.optional(
    z.codec(digits, z.int().check(z.gte(1), z.lte(activityDaysMost)), {
      decode: (text) => Number(text),
      encode: (number) => String(number),
    }),
  ),
  timezone: z.optional(
    z
      .string()
      .check(
        z.maxLength(64),
        z.refine(isTimeZone, { error: 'must be an IANA time zone such as "Europe/Berlin"' }),
        z.meta({ description: 'An IANA time zone; UTC by default.' }),
      ),
  ),
});

export type Activity = z.output<typeof activity>;
export type ActivityDay = z.output<typeof activityDay>;

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
