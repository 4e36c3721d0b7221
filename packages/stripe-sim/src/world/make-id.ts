import { randomInt } from 'node:crypto';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** An id shaped like Stripe's: the prefix of its kind, an underscore, and random letters and digits (24 unless told). */
export function makeId(prefix: string, length = 24): string {
  let letters = '';
  for (let index = 0; index < length; index += 1) letters += alphabet.charAt(randomInt(alphabet.length));
  return `${prefix}_${letters}`;
}
