/**
 * Amounts of credits. In code an amount is a `bigint` of microcredits, on the wire a decimal string in credits.
 * A float never appears: 0.1 + 0.2 must not be a question about somebody's money.
 */

/** Microcredits in one credit. Six decimals are enough to price a single token and still sum in a 64-bit column. */
export const microcreditsPerCredit = 1_000_000n;

/** Microcredits in one US cent: 1 credit = $0.10 = 10 cents. */
export const microcreditsPerCent = 100_000n;

/** The largest amount one request may name: a billion credits, so that 9,000 of them still fit a signed 64-bit column. */
export const largestAmount = 1_000_000_000n * microcreditsPerCredit;

const decimal = /^-?(?:0|[1-9]\d{0,12})(?:\.\d{1,6})?$/;

/** What `parseCredits` throws: the text is not an amount. `message` says what one looks like. */
export class AmountError extends Error {
  override readonly name = 'AmountError';
}

/** `"12.5"` -> `12_500_000n`. Takes credits as a decimal string with at most 6 decimals; throws `AmountError` on anything else. */
export function parseCredits(text: string): bigint {
  if (!decimal.test(text)) {
    throw new AmountError(
      `${JSON.stringify(text)} is not an amount of credits: write a decimal string with at most 6 decimals, such as "12.5"`,
    );
  }
  const point = text.indexOf('.');
  if (point < 0) return BigInt(text) * microcreditsPerCredit;
  return BigInt(text.slice(0, point) + text.slice(point + 1).padEnd(6, '0'));
}

/** `12_500_000n` -> `"12.5"`: the canonical form, without exponent and without trailing zeros. */
export function formatCredits(amount: bigint): string {
  // The last six digits are the decimals: cutting a text is a fraction of dividing a `bigint` twice, and a page has hundreds.
  const digits = String(amount < 0n ? -amount : amount).padStart(7, '0');
  const point = digits.length - 6;
  let end = digits.length;
  while (end > point && digits[end - 1] === '0') end -= 1;
  return `${amount < 0n ? '-' : ''}${digits.slice(0, point)}${end > point ? `.${digits.slice(point, end)}` : ''}`;
}

/** Whole cents for credits bought with money. A pack is priced in cents, so this never divides. */
export const centsToCredits = (cents: bigint): bigint => cents * microcreditsPerCent;

/**
 * US cents of an amount, rounded up to the next whole cent: a price tag in dollars never shows less than what is charged.
 * Negative amounts round towards zero by the same rule.
 */
export function centsRoundedUp(amount: bigint): bigint {
  const cents = amount / microcreditsPerCent;
  return amount % microcreditsPerCent > 0n ? cents + 1n : cents;
}

/** US cents of an amount, rounded down: what may leave as money is never more than the credits behind it. */
export function centsRoundedDown(amount: bigint): bigint {
  const cents = amount / microcreditsPerCent;
  return amount % microcreditsPerCent < 0n ? cents - 1n : cents;
}

/** The exact dollars of an amount as a decimal string, `12_500_000n` -> `"1.25"`: shifting the point loses nothing. */
export function toUsd(amount: bigint): string {
  const size = amount < 0n ? -amount : amount;
  const perDollar = 100n * microcreditsPerCent;
  const decimals = String(size % perDollar)
    .padStart(7, '0')
    .replace(/0{1,5}$/, '');
  return `${amount < 0n ? '-' : ''}${size / perDollar}.${decimals}`;
}
