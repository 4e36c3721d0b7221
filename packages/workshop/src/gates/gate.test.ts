import { expect, test } from 'vitest';
import { type Gate, passes, tableOf } from './gate.ts';

const badge: Gate = { name: 'badge', unit: 'B', limit: 9_000, measured: 8_010, floor: 2_900 };
const requests: Gate = { name: '500 badges', unit: 'requests', limit: 5, measured: 6, floor: undefined };

test('a gate passes up to its limit', () => {
  expect([badge, requests, { ...requests, measured: 5 }].map(passes)).toEqual([true, false, true]);
});

test('the table has a line for each gate', () => {
  expect(tableOf([badge, requests])).toEqual([
    'gate       |      limit |   measured |   floor |',
    '-----------|------------|------------|---------|---------',
    'badge      |    9,000 B |    8,010 B | 2,900 B |       ok',
    '500 badges | 5 requests | 6 requests |       - | EXCEEDED',
  ]);
});
