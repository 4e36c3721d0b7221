import { microcreditsPerCredit } from '@kopai/contracts/amount';

/** What a field with a number holds, as microcredits; undefined for anything but a decimal of at most 6 digits behind the point. */
export function creditsIn(form: HTMLFormElement, name: string): bigint | undefined {
  const [, whole, decimals = ''] = /^(\d{1,12})(?:\.(\d{1,6}))?$/.exec(textIn(form, name)) ?? [];
  return whole === undefined ? undefined : BigInt(whole) * microcreditsPerCredit + BigInt(decimals.padEnd(6, '0'));
}

/** What a field of a form holds. */
export const textIn = (form: HTMLFormElement, name: string): string =>
  String(new FormData(form).get(name) ?? '').trim();
