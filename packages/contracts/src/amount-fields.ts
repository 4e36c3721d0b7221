import { formatCredits, parseCredits } from './amount.ts';

/**
 * A client meets amounts by the names of their fields, so that it needs no schema in the browser and passes on fields that a
 * newer server has added. A test holds this list against every reply of the endpoint table.
 */
export const amountFields: ReadonlySet<string> = new Set([
  'addOn',
  'amount',
  'available',
  'balance',
  'balanceAfter',
  'credits',
  'debt',
  'earned',
  'earnings',
  'held',
  'infra',
  'limit',
  'marketplaceRevenue',
  'minimumPayout',
  'monthSpent',
  'monthlyCap',
  'pending',
  'minimum',
  'required',
  'reversed',
  'spent',
  'threshold',
  'total',
  'waived',
]);

/** Turns the amounts in a decoded JSON value from decimal strings into microcredits, in place of none: a new value is returned. */
export function decodeAmounts(value: unknown, name = ''): unknown {
  if (typeof value === 'string') return amountFields.has(name) ? parseCredits(value) : value;
  if (Array.isArray(value)) return value.map((item) => decodeAmounts(item));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, decodeAmounts(member, key)]));
}

/** Turns every `bigint` of a request into its decimal string of credits. */
export function encodeAmounts(value: unknown): unknown {
  if (typeof value === 'bigint') return formatCredits(value);
  if (Array.isArray(value)) return value.map(encodeAmounts);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, encodeAmounts(member)]));
}
