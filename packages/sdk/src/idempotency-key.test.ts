import { expect, test, vi } from 'vitest';
import { newIdempotencyKey } from './idempotency-key.ts';

test('keys sort by the time of their making, and are never the same', () => {
  const keys = Array.from({ length: 1_000 }, (_, i) => {
    vi.setSystemTime(Date.UTC(2026, 5, 1) + i * 1_000_000_000);
    return newIdempotencyKey();
  });
  vi.useRealTimers();
  expect(keys.toSorted()).toEqual(keys);
  for (const key of keys) expect(key).toMatch(/^[0-9a-z]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const atOnce = Array.from({ length: 1_000 }, newIdempotencyKey);
  expect(new Set(atOnce).size).toBe(1_000);
});
