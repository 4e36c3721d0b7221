/** How a decimal of credits or dollars is written, by what it stands for. */
const styles = {
  /** Credits, exactly: they have at most 6 decimals. */
  credits: { maximumFractionDigits: 6 },
  /** Credits while they are counting to their end. */
  hundredths: { maximumFractionDigits: 2 },
  /** A change of credits, with its sign. */
  signed: { maximumFractionDigits: 6, signDisplay: 'exceptZero' },
  /** A price in dollars: never less than what is charged. */
  price: { style: 'currency', currency: 'USD', maximumFractionDigits: 4, roundingMode: 'ceil' },
  /** What credits are worth in dollars: never more than they are. */
  worth: { style: 'currency', currency: 'USD', roundingMode: 'floor' },
} as const;

export type DecimalStyle = keyof typeof styles;

/** Formats kept: a page has one locale, seldom two. Making one costs 0.1 ms, and 500 badges need 500 numbers. */
const keptMost = 32;

const formats = new Map<string, Intl.NumberFormat>();

/**
 * A decimal as people of this locale write it. It is given as text, which Intl reads exactly where a float would round: as it came over
 * the wire, or with a power of ten behind it. 1 credit = $0.10, so `dollars` of "12.5" credits are "12.5e-1".
 */
export function decimalText(decimal: string, style: DecimalStyle, locale: string | undefined): string {
  const name = `${style} ${locale}`;
  let format = formats.get(name);
  if (!format) {
    if (formats.size >= keptMost) formats.clear();
    format = new Intl.NumberFormat(locale, styles[style]);
    formats.set(name, format);
  }
  return format.format(decimal as Intl.StringNumericLiteral);
}
