import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { idOf } from '../src/fields.ts';
import { type IdNoun, idPrefixes, idRandomBytes, isId, makeId } from '../src/ids.ts';

const noun = fc.constantFrom(...(Object.keys(idPrefixes) as IdNoun[]));
const time = fc.integer({ min: 0, max: 2 ** 48 - 1 });
const random = fc.uint8Array({ minLength: idRandomBytes, maxLength: idRandomBytes });

test('ids sort by the time they were made', () => {
  fc.assert(
    fc.property(noun, time, time, random, random, (name, one, other, r1, r2) => {
      fc.pre(one !== other);
      const [first, second] = [makeId(name, one, r1), makeId(name, other, r2)];
      expect(first < second).toBe(one < other);
    }),
  );
});

test('ids of one moment differ as their randomness does', () => {
  fc.assert(
    fc.property(noun, time, random, random, (name, nowMs, r1, r2) => {
      const same = r1.every((byte, index) => byte === r2[index]);
      expect(makeId(name, nowMs, r1) === makeId(name, nowMs, r2)).toBe(same);
    }),
  );
  const made = Array.from({ length: 10_000 }, () => makeId('charge', 1, crypto.getRandomValues(new Uint8Array(10))));
  expect(new Set(made).size).toBe(made.length);
});

test('an id has the form of its noun and of no other', () => {
  fc.assert(
    fc.property(noun, noun, time, random, (name, other, nowMs, bytes) => {
      const id = makeId(name, nowMs, bytes);
      expect(isId(other, id)).toBe(name === other);
      expect(z.safeParse(idOf(other), id).success).toBe(name === other);
      expect(id).toHaveLength(idPrefixes[name].length + 27);
    }),
  );
});

test.each(['', 'chg_', 'chg_0', `chg_${'u'.repeat(26)}`, `chg_${'0'.repeat(27)}`, `CHG_${'0'.repeat(26)}`])(
  '%j is not the id of a charge',
  (text) => {
    expect(isId('charge', text)).toBe(false);
  },
);
