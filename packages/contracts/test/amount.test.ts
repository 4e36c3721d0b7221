import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  AmountError,
  centsRoundedDown,
  centsRoundedUp,
  centsToCredits,
  formatCredits,
  microcreditsPerCent,
  microcreditsPerCredit,
  parseCredits,
  toUsd,
} from '../src/amount.ts';

const anyAmount = fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n });

test('an amount survives the wire', () => {
  fc.assert(
    fc.property(anyAmount, (amount) => {
      expect(parseCredits(formatCredits(amount))).toBe(amount);
    }),
  );
});

test('an amount has one form: no exponent, no trailing zeros, at most 6 decimals', () => {
  fc.assert(
    fc.property(anyAmount, (amount) => {
      expect(formatCredits(amount)).toMatch(/^(0|-?(0\.\d{0,5}[1-9]|[1-9]\d*(\.\d{0,5}[1-9])?))$/);
    }),
  );
  expect([0n, 1n, -1n, 12_500_000n, 10_000_000n, -100_000n].map(formatCredits)).toEqual([
    '0',
    '0.000001',
    '-0.000001',
    '12.5',
    '10',
    '-0.1',
  ]);
});

test('zeros at the end are read, for they leave no doubt', () => {
  expect(['1.50', '0.100000', '-0', '7.0'].map(parseCredits)).toEqual([1_500_000n, 100_000n, 0n, 7_000_000n]);
});

test.each([
  '',
  ' 1',
  '1 ',
  '1.',
  '.5',
  '01',
  '+1',
  '--1',
  '1e3',
  '1,5',
  '1_000',
  '0x10',
  'NaN',
  'Infinity',
  '١',
  '1.0000001',
  '12345678901234',
  '1\n',
])('%j is not an amount', (text) => {
  expect(() => parseCredits(text)).toThrow(AmountError);
});

test('cents round up on a price tag and down on the way out, by less than a cent', () => {
  fc.assert(
    fc.property(anyAmount, (amount) => {
      const above = centsToCredits(centsRoundedUp(amount)) - amount;
      const below = amount - centsToCredits(centsRoundedDown(amount));
      expect(above >= 0n && above < microcreditsPerCent).toBe(true);
      expect(below >= 0n && below < microcreditsPerCent).toBe(true);
    }),
  );
  expect(centsToCredits(10n)).toBe(microcreditsPerCredit);
});

test('dollars are exact: moving the point loses nothing', () => {
  fc.assert(
    fc.property(anyAmount, (amount) => {
      const text = toUsd(amount);
      expect(text).toMatch(/^-?\d+\.\d{2,7}$/);
      expect(text).not.toMatch(/\.\d{2,}0$/);
      const [whole = '', decimals = ''] = text.replace('-', '').split('.');
      const size = BigInt(whole + decimals.padEnd(7, '0'));
      expect(text.startsWith('-') ? -size : size).toBe(amount);
    }),
  );
  expect([12_500_000n, 1n, -10_000_000n, 0n].map(toUsd)).toEqual(['1.25', '0.0000001', '-1.00', '0.00']);
});
