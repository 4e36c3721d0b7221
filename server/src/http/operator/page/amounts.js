/** Amounts as the server writes them: decimal strings of credits, of any size. No float ever holds one. */

const credits = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 6 });
const rounded = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });

/** Credits as a decimal string, of any size: the browser formats the string itself, never a float. */
export const creditsText = (amount) => credits.format(amount);

/** Credits to the hundredth, for where there is room for a glance; the exact amount stands in a table. */
export const roundedText = (amount) => rounded.format(amount);

/** What so many credits are worth; a credit is ten cents, so the point moves by one place. */
export function dollarsText(amount) {
  const [, sign, whole, rest = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount) ?? [];
  const digits = `0${whole}`;
  return dollars.format(`${sign}${digits.slice(0, -1)}.${digits.slice(-1)}${rest}`);
}

export const negative = (amount) => (amount.startsWith('-') ? amount.slice(1) : amount === '0' ? amount : `-${amount}`);

/** The sum of decimal strings, exactly: in millionths, as whole numbers. */
export function sumOf(amounts) {
  const millionths = (text) => {
    const [, sign, whole, rest = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
    return BigInt(`${sign}${whole}${rest.padEnd(6, '0')}`);
  };
  const sum = amounts.reduce((total, text) => total + millionths(text), 0n);
  const digits = String(sum < 0n ? -sum : sum).padStart(7, '0');
  return `${sum < 0n ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`.replace(/\.?0+$/, '');
}
