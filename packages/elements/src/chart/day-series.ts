import type { ActivityDay } from '@kopai/sdk';

/** What a chart shows: what was spent, or what was earned. */
export type Shown = 'spending' | 'earnings';

export interface DayPoint {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** Microcredits. */
  readonly amount: bigint;
  readonly messages: number;
}

export interface DaySeries {
  /** Oldest first, today last. */
  readonly points: readonly DayPoint[];
  readonly total: bigint;
  /** The total by the number of days, rounded down to a hundredth of a credit. */
  readonly average: bigint;
  readonly most: bigint;
}

const hundredth = 10_000n;

/** The days of a wallet as the points of a chart. */
export function daySeries(days: readonly ActivityDay[], shown: Shown): DaySeries {
  const points = days.map(({ date, spent, earned, messages }) => ({
    date,
    amount: shown === 'spending' ? spent : earned,
    messages,
  }));
  let total = 0n;
  let most = 0n;
  for (const { amount } of points) {
    total += amount;
    if (amount > most) most = amount;
  }
  const average = points.length === 0 ? 0n : total / BigInt(points.length);
  return { points, total, average: average - (average % hundredth), most };
}

/** How high an amount stands in the chart, in tenths of a percent of the highest: a pixel at most of what a screen shows. */
export const permille = (amount: bigint, most: bigint): number => (most === 0n ? 0 : Number((amount * 1000n) / most));
