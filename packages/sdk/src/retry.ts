/** When a call is worth sending again, and after how long. The numbers bound the worst case: 3 attempts, 2 waits. */

/** Attempts after the first, unless the caller says otherwise. */
export const maxRetriesDefault = 2;

/** The first wait, in milliseconds; each further one doubles it. */
const backoffFirstMs = 500;

/** The longest wait of our own, in milliseconds. */
const backoffMostMs = 8_000;

/** The longest `Retry-After` that is waited out, in milliseconds. Beyond it the caller decides, from the error. */
export const retryAfterMostMs = 30_000;

/** Statuses that a later attempt may change, for answers of proxies that do not say so themselves. */
const passingStatuses: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Whether an answer is worth another attempt. `X-Should-Retry` decides over the status: only the server knows what it did. */
export function worthRetrying(status: number, headers: Headers): boolean {
  const told = headers.get('x-should-retry');
  return told === null ? passingStatuses.has(status) : told === 'true';
}

/** Milliseconds that `Retry-After` asks for, given as seconds or as an HTTP date; undefined when it says nothing sensible. */
export function retryAfterMs(headers: Headers, nowMs: number): number | undefined {
  const value = headers.get('retry-after')?.trim();
  if (!value) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - nowMs;
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

/**
 * The wait before a retry, in milliseconds, counted from 1. At least half of the doubled step is kept, so that a retry never
 * follows at once, and the other half is random, so that clients that failed together don't come back together.
 */
export function backoffMs(retry: number, mostMs = backoffMostMs, random: () => number = Math.random): number {
  const step = Math.min(mostMs, backoffFirstMs * 2 ** Math.min(retry - 1, 16));
  return step / 2 + (random() * step) / 2;
}
