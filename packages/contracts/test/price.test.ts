import fc from 'fast-check';
import { expect, test } from 'vitest';
import { largestAmount } from '../src/amount.ts';
import { creatorSharePercent, messagesAffordable, splitAddOn, totalOf } from '../src/price.ts';

const amount = fc.bigInt({ min: 0n, max: largestAmount });

test('creator and platform together get the add-on, to the last microcredit', () => {
  fc.assert(
    fc.property(amount, (addOn) => {
      const { creator, platform } = splitAddOn(addOn);
      expect(creator + platform).toBe(addOn);
      expect(creator >= 0n && platform >= 0n).toBe(true);
    }),
  );
});

test('the creator gets 70 %, rounded down by less than a microcredit', () => {
  fc.assert(
    fc.property(amount, (addOn) => {
      const short = addOn * creatorSharePercent - splitAddOn(addOn).creator * 100n;
      expect(short >= 0n && short < 100n).toBe(true);
    }),
  );
  expect(splitAddOn(1n)).toEqual({ creator: 0n, platform: 1n });
  expect(splitAddOn(1_000_001n)).toEqual({ creator: 700_000n, platform: 300_001n });
});

test('a total is its parts', () => {
  expect(totalOf({ infra: 3n, addOn: 4n })).toBe(7n);
});

test('a balance affords as many messages as it pays for, and not one more', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -1_000n, max: largestAmount }),
      fc.bigInt({ min: 1n, max: 10n ** 9n }),
      (balance, total) => {
        const messages = messagesAffordable(balance, total) ?? -1n;
        expect(messages >= 0n).toBe(true);
        if (balance >= 0n) expect(messages * total <= balance && (messages + 1n) * total > balance).toBe(true);
        else expect(messages).toBe(0n);
      },
    ),
  );
  expect(messagesAffordable(5n, 0n)).toBeUndefined();
});
