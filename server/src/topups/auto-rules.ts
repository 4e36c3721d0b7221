/** What a wallet's automatic top-up depends on. Amounts are microcredits, moments milliseconds since 1970. */
export interface AutoTopupFacts {
  readonly enabled: boolean;
  readonly hasObstacle: boolean;
  readonly threshold: bigint;
  readonly monthlyCap: bigint;
  readonly nextTryMs: number | undefined;
  /** Spendable credits; negative in debt. */
  readonly balance: bigint;
  /** Bought automatically in this calendar month, with what is under way. */
  readonly monthSpent: bigint;
  readonly packCredits: bigint;
}

/** Whether to charge now, and if not, why not. */
export type AutoTopupVerdict = 'charge' | 'off' | 'obstacle' | 'not_low' | 'too_soon' | 'over_cap';

/** Decides one automatic top-up. Pure. Every reason not to charge comes before the one to charge. */
export function judgeAutoTopup(facts: AutoTopupFacts, nowMs: number): AutoTopupVerdict {
  if (!facts.enabled) return 'off';
  if (facts.hasObstacle) return 'obstacle';
  if (facts.balance >= facts.threshold) return 'not_low';
  if (facts.nextTryMs !== undefined && nowMs < facts.nextTryMs) return 'too_soon';
  if (facts.monthSpent + facts.packCredits > facts.monthlyCap) return 'over_cap';
  return 'charge';
}

/** After a top-up the next waits this long: a runaway loop of charges costs one pack each ten minutes, not each second. */
export const coolDownMs = 10 * 60_000;

/** The first wait after a decline; it doubles with each one that follows. */
const firstBackOffMs = 60 * 60_000;

/** Declines in a row that pause automatic top-up until somebody sets it again. */
export const declinesMost = 4;

/** When to try again after so many declines in a row. */
export const backOffMs = (declines: number): number => firstBackOffMs * 2 ** Math.max(0, declines - 1);

/** Stripe's decline codes that mean: never try this card again. */
const finalCodes: ReadonlySet<string> = new Set([
  'fraudulent',
  'lost_card',
  'merchant_blacklist',
  'pickup_card',
  'restricted_card',
  'stolen_card',
]);

/** Whether a decline pauses at once instead of after several. */
export const isFinalDecline = (code: string): boolean => finalCodes.has(code);
