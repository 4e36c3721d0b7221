import type Stripe from 'stripe';

export type Rhythm = Pick<Stripe.Price.Recurring, 'interval' | 'interval_count'>;

const daySeconds = 24 * 60 * 60;

/**
 * When the period that runs at `after` ends: the first instant later than it that lies a whole number of intervals
 * behind the anchor. Months keep the anchor's day where they have it, and end on their last day where they don't, so a
 * subscription of the 31st comes back to the 31st. All of it is UTC and Unix seconds.
 */
export function nextPeriodEnd(anchor: number, rhythm: Rhythm, after: number): number {
  let count = 1;
  while (addIntervals(anchor, rhythm, count) <= after) count += 1;
  return addIntervals(anchor, rhythm, count);
}

/** As people say it: `per month`, `every 3 months`. */
export function nameRhythm({ interval, interval_count: count }: Rhythm): string {
  return count === 1 ? `per ${interval}` : `every ${count} ${interval}s`;
}

function addIntervals(anchor: number, { interval, interval_count }: Rhythm, count: number): number {
  const steps = interval_count * count;
  if (interval === 'day') return anchor + daySeconds * steps;
  if (interval === 'week') return anchor + 7 * daySeconds * steps;
  const start = new Date(anchor * 1000);
  const month = start.getUTCMonth() + (interval === 'year' ? 12 : 1) * steps;
  const lastDay = new Date(Date.UTC(start.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const day = Math.min(start.getUTCDate(), lastDay);
  const midnight = Date.UTC(start.getUTCFullYear(), month, day) / 1000;
  return midnight + (anchor % daySeconds);
}
