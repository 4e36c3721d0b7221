import fc from 'fast-check';
import { expect, test } from 'vitest';
import { budgetPeriods, periodAt } from '../src/budgets.ts';

const moment = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });

test('every moment lies in its period, and periods follow each other without a gap', () => {
  fc.assert(
    fc.property(fc.constantFrom(...budgetPeriods), moment, (period, date) => {
      const { startMs, endMs } = periodAt(period, date.getTime());
      expect(startMs <= date.getTime() && date.getTime() < endMs).toBe(true);
      expect(periodAt(period, endMs).startMs).toBe(endMs);
      expect(periodAt(period, startMs - 1).endMs).toBe(startMs);
    }),
  );
});

test('days begin at midnight, weeks on Monday, months on the first, all in UTC', () => {
  const at = (period: (typeof budgetPeriods)[number], text: string) =>
    new Date(periodAt(period, Date.parse(text)).startMs).toISOString();
  expect(at('day', '2026-02-28T23:59:59.999Z')).toBe('2026-02-28T00:00:00.000Z');
  expect(at('week', '2026-06-07T23:00:00Z')).toBe('2026-06-01T00:00:00.000Z');
  expect(at('week', '2026-06-08T00:00:00Z')).toBe('2026-06-08T00:00:00.000Z');
  expect(at('month', '2026-12-31T12:00:00Z')).toBe('2026-12-01T00:00:00.000Z');
});
