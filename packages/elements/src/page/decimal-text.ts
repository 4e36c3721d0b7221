import type { Counted } from '../words/counted.ts';

/** How a decimal of credits or dollars is written. One object for each way: formats are kept by it. */
export type DecimalStyle = Readonly<Intl.NumberFormatOptions>;

/** Credits, exactly: they have at most 6 decimals. */
export const exactly: DecimalStyle = { maximumFractionDigits: 6 };

/** A price in dollars: never less than what is charged. */
export const asPrice: DecimalStyle = {
  style: 'currency',
  currency: 'USD',
  maximumFractionDigits: 4,
  roundingMode: 'ceil',
};

/** Locales whose formats are kept: a page has one, seldom two. Making a format costs 0.1 ms, and 500 badges need 500 numbers. */
const localesMost = 8;

const formats = new Map<string, Map<DecimalStyle, Intl.NumberFormat>>();

/**
 * A decimal as people of this locale write it. It is given as text, which Intl reads exactly where a float would round: as it came over
 * the wire, or with a power of ten behind it. 1 credit = $0.10, so "12.5" credits are "12.5e-1" dollars.
 */
export function decimalText(decimal: string, style: DecimalStyle, locale: string): string {
  let kept = formats.get(locale);
  if (!kept) {
    if (formats.size === localesMost) formats.clear();
    kept = new Map();
    formats.set(locale, kept);
  }
  let format = kept.get(style);
  if (!format) {
    format = new Intl.NumberFormat(locale, style);
    kept.set(style, format);
  }
  return format.format(decimal as Intl.StringNumericLiteral);
}

/** A whole number in a sentence. */
export const counted = (count: number, locale: string): Counted => ({
  text: decimalText(`${count}`, exactly, locale),
  count,
});
