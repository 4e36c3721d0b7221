import * as z from 'zod/mini';
import { formatCredits, largestAmount, parseCredits } from './amount.ts';
import { type IdNoun, idPrefixes } from './ids.ts';

/** The pieces that every noun is made of: what they look like on the wire and in code. */

const decimal = z.string().check(
  z.regex(/^-?(0|[1-9]\d{0,12})(\.\d{1,6})?$/, {
    error: 'must be a decimal string of credits with at most 6 decimals, such as "12.5"',
  }),
);
const decode = { decode: (text: string) => parseCredits(text), encode: (amount: bigint) => formatCredits(amount) };

/** Credits, signed: `"-12.5"` on the wire, `-12_500_000n` in code. */
export const signedAmount = z
  .codec(decimal, z.bigint().check(z.gte(-largestAmount), z.lte(largestAmount)), decode)
  .check(z.meta({ description: 'Credits, as a decimal string with at most 6 decimals. 1 credit = $0.10.' }));

/** Credits, zero or more, as an answer tells them: of any size, since a total or a balance is a sum of what was asked for. */
export const amount = z
  .codec(decimal, z.bigint().check(z.gte(0n)), decode)
  .check(z.meta({ description: 'Credits, as a decimal string with at most 6 decimals, not negative.' }));

/** Credits, zero or more, as a request may name them: a billion at most. */
export const askedAmount = z
  .codec(
    decimal,
    z.bigint().check(z.gte(0n, { error: 'must not be negative' }), z.lte(largestAmount, { error: 'is too large' })),
    decode,
  )
  .check(z.meta({ description: 'Credits, as a decimal string with at most 6 decimals, not negative.' }));

/** Credits that a ledger reports: of any size, since they are sums. */
export const sum = z
  .codec(decimal, z.bigint(), decode)
  .check(z.meta({ description: 'Credits, as a decimal string with at most 6 decimals. May be negative.' }));

/** A moment, ISO 8601 in UTC with milliseconds: the same text on the wire and in code. ISO has a year 0, which no database knows. */
export const instant = z.iso.datetime().check(
  z.refine((text) => !text.startsWith('0000'), { error: 'must be in the year 1 or later' }),
  z.meta({ description: 'ISO 8601, UTC.' }),
);

/**
 * An id the host chose: of a user, an organization, an agent, a model, a message. Printable, without spaces, `/`, `?` or `#`.
 * Not `.` or `..`: a URL with one of these in its path leads to another route.
 */
export const hostId = z.string().check(
  z.regex(/^(?!\.{1,2}$)[A-Za-z0-9._~@|:+=-]{1,128}$/, {
    error: 'must be 1 to 128 letters, digits or any of . _ ~ @ | : + = -, and not just dots',
  }),
);

/** An id this server made. */
export const idOf = (noun: IdNoun) =>
  z.string().check(
    z.regex(new RegExp(`^${idPrefixes[noun]}_[0-9a-hjkmnp-tv-z]{26}$`), {
      error: `must be an id that starts with "${idPrefixes[noun]}_"`,
    }),
  );

/** A wallet's name: its owner. */
export const wallet = z.string().check(
  z.regex(/^(user|org):[A-Za-z0-9._~@|:+=-]{1,128}$/, {
    error: 'must be "user:<id>" or "org:<id>"',
  }),
  z.meta({ description: 'A wallet is named by its owner: user:<your user id> or org:<your organization id>.' }),
);

/** A wallet's name in a request, where `me` is the user of the session. */
export const walletOrMe = z.string().check(
  z.regex(/^(me|(user|org):[A-Za-z0-9._~@|:+=-]{1,128})$/, {
    error: 'must be "user:<id>", "org:<id>" or, with a session, "me"',
  }),
  z.meta({ description: 'user:<your user id>, org:<your organization id>, or me with a session.' }),
);

/**
 * Holds a text to what can be kept and shown. No control characters, which no database keeps and every terminal obeys; no halves of characters; no
 * marks that turn the direction of what follows, by which a name could make the price beside it read backwards (Unicode's UTS 55).
 */
export const readable = z.refine<string>((text) => !/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u.test(text), {
  error: 'must not hold control characters',
});

/** A name that people read. */
export const label = z.string().check(z.trim(), z.minLength(1), z.maxLength(120), readable);

/** Whole US cents. */
export const cents = z.int().check(z.gte(0), z.meta({ description: 'Whole US cents.' }));

/** A whole number that is counted up from zero. */
export const count = z.int().check(z.gte(0), z.lte(1_000_000_000));

/** Free messages per user that an agent may offer: bounded, because the platform pays their infrastructure. */
export const freeMessageCount = z.int().check(z.gte(0), z.lte(1_000));

/** An absolute http(s) URL to come back to; which origins are welcome is the server's list. */
export const returnUrl = z
  .url({ protocol: /^https?$/, error: 'must be an absolute http(s) URL' })
  .check(z.maxLength(2048));
