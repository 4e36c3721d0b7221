/** What the simulated Stripe takes, and how long money takes in it. */
export interface Pricing {
  /** Hundredths of a percent of a charge. */
  readonly percentBasisPoints: number;
  /** Smallest currency units on top, for each charge. */
  readonly fixedFee: number;
  /** Smallest currency units for each dispute. Not given back when the dispute is won. */
  readonly disputeFee: number;
  /** How long a charge stays in the pending balance. */
  readonly availableAfterSeconds: number;
  /** How long a payout is on its way to the bank. */
  readonly payoutTakesSeconds: number;
}

/** Stripe's list price for cards in the United States (2.9 % + 30 cents, 15 dollars a dispute), and its T+2 pay-out pace. */
export const usCardPricing: Pricing = {
  percentBasisPoints: 290,
  fixedFee: 30,
  disputeFee: 1500,
  availableAfterSeconds: 2 * 24 * 60 * 60,
  payoutTakesSeconds: 2 * 24 * 60 * 60,
};

/** The fee of one charge, the percentage rounded half up to the smallest currency unit. */
export function chargeFee(pricing: Pricing, amount: number): number {
  return Math.floor((amount * pricing.percentBasisPoints + 5_000) / 10_000) + pricing.fixedFee;
}
