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

/** Ten bits as two digits: a third of the steps that one digit at a time takes. */
const pairs = /* @__PURE__ */ Array.from({ length: 1_024 }, (_, n) => `${alphabet[n >> 5]}${alphabet[n & 31]}`);

/**
 * Makes an id: the prefix, 48 bits of `nowMs` (milliseconds since 1970) and 80 random bits, in Crockford's base 32.
 * `random` holds at least `idRandomBytes` bytes from a cryptographic source.
 */
export function makeId(noun: IdNoun, nowMs: number, random: Uint8Array): string {
  return `${idPrefixes[noun]}_${timeDigitsOf(nowMs)}${fiveBytes(random, 0)}${fiveBytes(random, 5)}`;
}

function timeDigitsOf(nowMs: number): string {
  let digits = '';
  for (let rest = nowMs, i = 0; i < timeDigits; i += 2) {
    const next = Math.floor(rest / 1_024);
    digits = `${pairs[rest - next * 1_024]}${digits}`;
    rest = next;
  }
  return digits;
}

/** Forty bits, which are eight digits. */
function fiveBytes(bytes: Uint8Array, from: number): string {
  const a = bytes[from] ?? 0;
  const b = bytes[from + 1] ?? 0;
  const c = bytes[from + 2] ?? 0;
  const d = bytes[from + 3] ?? 0;
  const e = bytes[from + 4] ?? 0;
  const first = pairs[(a << 2) | (b >> 6)];
  const second = pairs[((b & 63) << 4) | (c >> 4)];
  const third = pairs[((c & 15) << 6) | (d >> 2)];
  return `${first}${second}${third}${pairs[((d & 3) << 8) | e]}`;
}

/** Whether a text has the form of an id of this noun. Says nothing about whether such a thing exists. */
export const isId = (noun: IdNoun, text: string): boolean =>
  new RegExp(`^${idPrefixes[noun]}_[${alphabet}]{${timeDigits + randomDigits}}$`).test(text);
