import { timerMostMs } from './pause.ts';

/** What a limit ends with when its time is up. */
export const timeIsUp = Symbol('time is up');

/** Bounds the steps of one attempt: its caller's signal ends it, and so does time. */
export class TimeLimit {
  readonly #outer: AbortSignal | undefined;
  readonly #clock = new AbortController();
  /**
   * Aborts with either. The platform joins the two, because it lets go of a long-lived signal of the caller by itself, while a streamed body needs the
   * join for as long as it is read.
   */
  readonly signal: AbortSignal;

  constructor(outer: AbortSignal | undefined) {
    this.#outer = outer;
    const own = this.#clock.signal;
    this.signal = outer ? (AbortSignal.any?.([outer, own]) ?? outer) : own;
  }

  /** The outcome of a step. Rejects with `timeIsUp` after `ms` milliseconds, or with the reason of the caller's abort, even if the step listens to neither. */
  async within<T>(step: Promise<T>, ms: number): Promise<T> {
    const outer = this.#outer;
    const { promise: ended, reject } = Promise.withResolvers<never>();
    const abort = () => reject(outer?.reason);
    const timer = setTimeout(
      () => {
        this.#clock.abort(timeIsUp);
        reject(timeIsUp);
      },
      Math.min(ms, timerMostMs),
    );
    if (outer?.aborted) abort();
    outer?.addEventListener('abort', abort, { once: true });
    try {
      return await Promise.race([step, ended]);
    } finally {
      clearTimeout(timer);
      outer?.removeEventListener('abort', abort);
    }
  }
}
