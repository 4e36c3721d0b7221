import { type IdNoun, idRandomBytes, makeId } from '@kopai/contracts';
import type { Dice } from './dice.ts';

/** The world's time, and what is made of it. It runs with the real one unless it is given another, and can be moved on. */
export class Clock {
  readonly #nowMs: () => number;
  readonly #dice: Dice;
  #aheadMs = 0;

  constructor(nowMs: () => number, dice: Dice) {
    this.#nowMs = nowMs;
    this.#dice = dice;
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
    return makeId(noun, this.nowMs(), this.#dice.bytes(idRandomBytes));
  }

  /** A secret that begins with these words. */
  newSecret(words: string): string {
    const digits = Array.from(this.#dice.bytes(16), (byte) => byte.toString(16).padStart(2, '0'));
    return words + digits.join('');
  }
}
