/**
 * Has the page stand at a moment for good: what it shows is the same tomorrow. Timers go on.
 *
 * @param nowMs milliseconds since 1970
 */
export function standAt(nowMs: number): void {
  class StandingDate extends Date {
    constructor(...moment: readonly unknown[]) {
      if (moment.length === 0) super(nowMs);
      else super(...(moment as [number]));
    }

    static override now(): number {
      return nowMs;
    }
  }
  globalThis.Date = StandingDate as DateConstructor;
}
