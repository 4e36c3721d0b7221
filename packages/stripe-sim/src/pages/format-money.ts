/**
 * An amount of smallest currency units as people read it: `1500, 'usd'` is `$15.00`, `1500, 'jpy'` is `¥1,500`. Exact
 * for every amount: the decimal is made as text, not by a division.
 */
export function formatMoney(amount: number, currency: string): string {
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency });
  const decimals = format.resolvedOptions().maximumFractionDigits ?? 2;
  const digits = String(Math.abs(amount)).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const decimal = `${amount < 0 ? '-' : ''}${whole}.${digits.slice(digits.length - decimals) || '0'}`;
  return format.format(decimal as Intl.StringNumericLiteral);
}
