import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { activityQuery } from '../src/activity.ts';
import { byDay } from '../src/by-day.ts';

const at = (instant: string) => Date.parse(instant);

test('days are parted by the midnight of the time zone, also where a clock is turned', () => {
  // Berlin's 29 March 2026 had 23 hours, and its 25 October 25.
  const spring = [
    { atMs: at('2026-03-28T22:59:59.999Z'), spent: 1n },
    { atMs: at('2026-03-28T23:00:00Z'), spent: 2n },
    { atMs: at('2026-03-29T21:59:59.999Z'), spent: 4n },
    { atMs: at('2026-03-29T22:00:00Z'), spent: 8n },
  ];
  const days = byDay(spring, at('2026-03-30T10:00:00Z'), 3, 'Europe/Berlin');
  expect(days.map(({ date, spent }) => [date, spent])).toEqual([
    ['2026-03-28', 1n],
    ['2026-03-29', 6n],
    ['2026-03-30', 8n],
  ]);
  const autumn = [{ atMs: at('2026-10-25T22:30:00Z'), spent: 1n }];
  expect(byDay(autumn, at('2026-10-25T22:45:00Z'), 1, 'Europe/Berlin')).toMatchObject([
    { date: '2026-10-25', spent: 1n },
  ]);
});

test('quiet days are there, what is older is not, and today is the last', () => {
  const events = [
    { atMs: at('2026-02-27T12:00:00Z'), spent: 5n, messages: 1 },
    { atMs: at('2026-03-02T12:00:00Z'), messages: 2, freeMessages: 1, earned: 3n },
  ];
  expect(byDay(events, at('2026-03-02T23:00:00Z'), 3, 'UTC')).toEqual([
    { date: '2026-02-28', spent: 0n, messages: 0, freeMessages: 0, earned: 0n },
    { date: '2026-03-01', spent: 0n, messages: 0, freeMessages: 0, earned: 0n },
    { date: '2026-03-02', spent: 0n, messages: 2, freeMessages: 1, earned: 3n },
  ]);
  // On the other side of the date line it is tomorrow already.
  expect(byDay([], at('2026-03-02T23:00:00Z'), 1, 'Pacific/Kiritimati')[0]?.date).toBe('2026-03-03');
});

test('a day that gave more back than it took spent nothing', () => {
  const events = [
    { atMs: at('2026-03-02T01:00:00Z'), spent: 2n },
    { atMs: at('2026-03-02T02:00:00Z'), spent: -5n, earned: -1n },
  ];
  expect(byDay(events, at('2026-03-02T03:00:00Z'), 1, 'UTC')).toMatchObject([{ spent: 0n, earned: 0n }]);
});

test('a time zone is one that exists, and days are counted', () => {
  const faultOf = (query: unknown) => z.safeDecode(activityQuery, query as never).error?.issues[0]?.message;
  expect(faultOf({ days: '92', timezone: 'America/Argentina/Buenos_Aires' })).toBeUndefined();
  expect(faultOf({ timezone: 'Mars/Olympus' })).toBe('must be an IANA time zone such as "Europe/Berlin"');
  expect(faultOf({ days: '93' })).toBeDefined();
  expect(faultOf({ days: '0' })).toBeDefined();
  expect(faultOf({ days: '1.5' })).toBe('must be a whole number');
});
