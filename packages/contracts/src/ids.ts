/**
 * Prefixed ids that sort by the time they were made. Sorted ids keep new rows at the right edge of an index; random ones
 * touch a page each and slow down as a table grows.
 */

/** Every kind of id, by the noun it names. */
export const idPrefixes = {
  adjustment: 'adj',
  apiKey: 'key',
  auditEntry: 'aud',
  charge: 'chg',
  event: 'evt',
  payout: 'pay',
  request: 'req',
  session: 'ses',
  topup: 'top',
  transaction: 'txn',
} as const;

export type IdNoun = keyof typeof idPrefixes;

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const timeDigits = 10;
const randomDigits = 16;

/** Bytes of randomness an id takes. */
export const idRandomBytes = 10;

/**
 * Makes an id: the prefix, 48 bits of `nowMs` (milliseconds since 1970) and 80 random bits, in Crockford's base 32.
 * `random` holds at least `idRandomBytes` bytes from a cryptographic source.
 */
export function makeId(noun: IdNoun, nowMs: number, random: Uint8Array): string {
  return `${idPrefixes[noun]}_${digitsOf(nowMs, timeDigits)}${digitsOf(fiveBytes(random, 0), 8)}${digitsOf(fiveBytes(random, 5), 8)}`;
}

/** Forty bits, which are eight digits and a number that is still exact. */
function fiveBytes(bytes: Uint8Array, from: number): number {
  let sum = 0;
  for (let i = from; i < from + 5; i += 1) sum = sum * 256 + (bytes[i] ?? 0);
  return sum;
}

function digitsOf(value: number, count: number): string {
  let digits = '';
  for (let rest = value, i = 0; i < count; i += 1) {
    const next = Math.floor(rest / 32);
    digits = alphabet.charAt(rest - next * 32) + digits;
    rest = next;
  }
  return digits;
}

/** Whether a text has the form of an id of this noun. Says nothing about whether such a thing exists. */
export const isId = (noun: IdNoun, text: string): boolean =>
  new RegExp(`^${idPrefixes[noun]}_[${alphabet}]{${timeDigits + randomDigits}}$`).test(text);
