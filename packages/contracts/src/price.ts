/**
 * The arithmetic of a price. Pure, and the only place where it is written, so that a badge and the server can't differ.
 */

/** The creator's share of an add-on, in percent. The rest is the platform's marketplace revenue. */
export const creatorSharePercent = 70n;

/** The parts a message is made of, in microcredits. */
export interface PriceParts {
  /** Runtime infrastructure: set by the operator for the agent's AI model. */
  readonly infra: bigint;
  /** Publisher add-on: set by the agent's creator, for public marketplace agents alone. */
  readonly addOn: bigint;
}

/** What one message costs: infra + add-on, in microcredits. */
export const totalOf = (parts: PriceParts): bigint => parts.infra + parts.addOn;

/**
 * Splits an add-on between the creator and the platform. The creator's share is rounded down to the microcredit and the
 * platform takes the rest, so the two always sum to the add-on.
 */
export function splitAddOn(addOn: bigint): { creator: bigint; platform: bigint } {
  const creator = (addOn * creatorSharePercent) / 100n;
  return { creator, platform: addOn - creator };
}

/** How many messages of this price a balance pays for, rounded down; `undefined` when the price is nothing. */
export function messagesAffordable(balance: bigint, total: bigint): bigint | undefined {
  if (total <= 0n) return undefined;
  return balance > 0n ? balance / total : 0n;
}
