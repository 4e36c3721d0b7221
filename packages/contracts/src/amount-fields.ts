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

/**
 * Turns the amounts in a value that was just parsed from JSON from decimal strings into microcredits, in place: a thousand charges would be copied
 * for a few fields each. Gives back the value.
 */
export function decodeAmounts(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  const members = value as Record<string, unknown>;
  for (const name of Object.keys(members)) {
    const member = members[name];
    if (typeof member === 'object') decodeAmounts(member);
    else if (typeof member === 'string' && amountFields.has(name)) members[name] = parseCredits(member);
  }
  return value;
}

/** Turns every `bigint` of a request into its decimal string of credits. */
export function encodeAmounts(value: unknown): unknown {
  if (typeof value === 'bigint') return formatCredits(value);
  if (Array.isArray(value)) return value.map(encodeAmounts);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, encodeAmounts(member)]));
}
