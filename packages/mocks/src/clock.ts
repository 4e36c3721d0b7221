import { type IdNoun, idRandomBytes, makeId } from '@kopai/contracts';

/** The world's time: it runs with the real one unless it is given another, and can be moved on. */
export class Clock {
  readonly #nowMs: () => number;
  #aheadMs = 0;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Milliseconds since 1970. */
  nowMs(): number {
    return this.#nowMs() + this.#aheadMs;
  }

  /** A moment as the API writes it, by default now. */
  instant(ms = this.nowMs()): string {
    return new Date(ms).toISOString();
  }

  advance(ms: number): void {
    this.#aheadMs += ms;
  }

  newId(noun: IdNoun): string {
    return makeId(noun, this.nowMs(), crypto.getRandomValues(new Uint8Array(idRandomBytes)));
  }
}
