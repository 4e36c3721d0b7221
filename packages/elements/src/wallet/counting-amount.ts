import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** How long a balance counts to its new value, in milliseconds. */
const durationMs = 700;

const hundredth = 10_000n;

/**
 * An amount on its way to another: a balance that jumps goes unnoticed, one that counts is seen. It stands still for readers who want
 * less motion, and for the first value.
 */
export class CountingAmount implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #frame = 0;
  #target: bigint | undefined;
  #shown = 0n;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** What to show now, in microcredits. While it counts it is whole hundredths of a credit. */
  get shown(): bigint {
    return this.#shown;
  }

  get counting(): boolean {
    return this.#frame !== 0;
  }

  /** Goes towards an amount of microcredits. */
  set(target: bigint): void {
    if (target === this.#target) return;
    const first = this.#target === undefined;
    this.#target = target;
    this.#stop();
    if (first || matchMedia('(prefers-reduced-motion: reduce)').matches) this.#shown = target;
    else this.#count(this.#shown, target);
  }

  hostDisconnected(): void {
    this.#stop();
    this.#shown = this.#target ?? 0n;
  }

  #count(from: bigint, target: bigint): void {
    let startMs: number | undefined;
    const step = (nowMs: number) => {
      startMs ??= nowMs;
      const passed = Math.min(1, (nowMs - startMs) / durationMs);
      const eased = BigInt(Math.round((1 - (1 - passed) ** 3) * 1000));
      const between = from + ((target - from) * eased) / 1000n;
      this.#shown = passed === 1 ? target : between - (between % hundredth);
      this.#frame = passed === 1 ? 0 : requestAnimationFrame(step);
      this.#host.requestUpdate();
    };
    this.#frame = requestAnimationFrame(step);
  }

  #stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }
}
