import type { WebhookEndpoint } from './endpoint.ts';

/** The line in front of one endpoint: one delivery at a time, in the order they joined. */
export class Lane {
  endpoint: WebhookEndpoint;
  #tail: Promise<void> = Promise.resolve();
  #held: (() => void) | undefined;

  constructor(endpoint: WebhookEndpoint) {
    this.endpoint = endpoint;
  }

  /** `work` must not reject. */
  enqueue(work: () => Promise<void>): void {
    this.#tail = this.#tail.then(work);
  }

  get isHolding(): boolean {
    return this.#held !== undefined;
  }

  /** Keeps one delivery back so that the next one overtakes it. */
  hold(release: () => void): void {
    this.#held = release;
  }

  releaseHeld(): void {
    const release = this.#held;
    this.#held = undefined;
    release?.();
  }

  idle(): Promise<void> {
    return this.#tail;
  }
}
