/** What happens when the renewal of a subscription can't be paid. */
export interface Dunning {
  /** How many days after each failed attempt the next one follows. */
  readonly retryAfterDays: readonly number[];
  /** What becomes of the subscription when the last attempt has failed. */
  readonly finally: 'canceled' | 'unpaid' | 'past_due';
}

/** A schedule of Stripe's settings page, and its choice unless told otherwise: cancel. */
export const defaultDunning: Dunning = { retryAfterDays: [3, 5, 7], finally: 'canceled' };
