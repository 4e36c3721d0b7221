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
  let bits = random.subarray(0, idRandomBytes).reduce((sum, byte) => (sum << 8n) | BigInt(byte), BigInt(nowMs));
  let digits = '';
  for (let i = 0; i < timeDigits + randomDigits; i++) {
    digits = alphabet[Number(bits & 31n)] + digits;
    bits >>= 5n;
  }
  return `${idPrefixes[noun]}_${digits}`;
}

/** Whether a text has the form of an id of this noun. Says nothing about whether such a thing exists. */
export const isId = (noun: IdNoun, text: string): boolean =>
  new RegExp(`^${idPrefixes[noun]}_[${alphabet}]{${timeDigits + randomDigits}}$`).test(text);
