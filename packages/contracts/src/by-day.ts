import type { ActivityDay } from './activity.ts';

/** One movement, as far as a day's numbers depend on it. */
export interface DayEvent {
  readonly atMs: number;
  readonly spent?: bigint;
  readonly messages?: number;
  readonly freeMessages?: number;
  readonly earned?: bigint;
}

/**
 * Sums events by calendar day. Here, because days are parted by the rules of a time zone, and the server and a world in memory must part
 * them alike.
 *
 * @param events in any order; those of other days are left out
 * @param days how many, today included
 * @param timezone an IANA time zone
 */
export function byDay(events: Iterable<DayEvent>, nowMs: number, days: number, timezone: string): ActivityDay[] {
  const dateOf = datesIn(timezone);
  const sums = new Map<string, ActivityDay>(
    lastDates(dateOf(nowMs), days).map((date) => [date, { date, spent: 0n, messages: 0, freeMessages: 0, earned: 0n }]),
  );
  for (const { atMs, spent = 0n, messages = 0, freeMessages = 0, earned = 0n } of events) {
    const sum = sums.get(dateOf(atMs));
    if (!sum) continue;
    sum.spent += spent;
    sum.messages += messages;
    sum.freeMessages += freeMessages;
    sum.earned += earned;
  }
  return [...sums.values()].map((sum) => ({ ...sum, spent: atLeastZero(sum.spent), earned: atLeastZero(sum.earned) }));
}

const atLeastZero = (amount: bigint) => (amount < 0n ? 0n : amount);

/** The calendar date of moments in a time zone: `2026-11-23`. */
function datesIn(timezone: string): (atMs: number) => string {
  // Canada writes dates in English as ISO 8601 does.
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: timezone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return (atMs) => format.format(atMs);
}

/** The dates up to this one. Dates are counted in UTC, where every day has 24 hours. */
function lastDates(last: string, days: number): string[] {
  const lastMs = Date.parse(`${last}T00:00:00Z`);
  return Array.from({ length: days }, (_, i) =>
    new Date(lastMs - (days - 1 - i) * 86_400_000).toISOString().slice(0, 10),
  );
}
