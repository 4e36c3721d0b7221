import type { TransactionFilter, TransactionKind } from '@kopai/sdk';

/** The periods that a reader can choose from. */
export const periods = ['all', 'week', 'month', 'quarter', 'custom'] as const;
export type Period = (typeof periods)[number];

/** The kinds that a reader can choose from: those of every wallet, and those that an organization's alone has. */
export const kindsOf = (wallet: string): readonly TransactionKind[] => [
  'charge',
  'free_message',
  'hold',
  'capture',
  'release',
  'refund',
  'topup',
  'topup_refund',
  'dispute',
  'dispute_reversed',
  'adjustment',
  'plan_grant',
  ...(wallet.startsWith('org:') ? (['earnings_settled', 'payout'] as const) : []),
];

/** What the reader has chosen. Days are `YYYY-MM-DD`, as a date field gives them. */
export interface ActivityChoice {
  readonly kind: TransactionKind | undefined;
  readonly period: Period;
  readonly from: string;
  readonly until: string;
}

export const everything: ActivityChoice = { kind: undefined, period: 'all', from: '', until: '' };

const days: Partial<Record<Period, number>> = { week: 7, month: 30, quarter: 90 };

/** A choice as the API takes it: from the first moment of a day here, to the first moment after the last day. */
export function filterOf({ kind, period, from, until }: ActivityChoice, nowMs: number): TransactionFilter {
  if (period === 'custom') return { kind, from: startOf(from, 0), to: startOf(until, 1) };
  const back = days[period];
  if (back === undefined) return { kind };
  const start = new Date(nowMs);
  start.setHours(0, 0, 0, 0);
  start.setDate(start.getDate() - back + 1);
  return { kind, from: start.toISOString() };
}

/** The first moment of a day in the reader's own time zone, some days later. Nothing for a day that isn't filled in. */
function startOf(day: string, later: number): string | undefined {
  const [year, month, date] = day.split('-').map(Number);
  if (!year || !month || !date) return undefined;
  return new Date(year, month - 1, date + later).toISOString();
}
