import { defineCollection } from '../store/collection-key.ts';
import type { Store } from '../store/store.ts';

interface ClockState {
  readonly id: 'clock';
  /** How far the simulated time runs ahead of the real one. */
  readonly offsetSeconds: number;
  /** Up to where `balance.available` was already told, in simulated Unix seconds. */
  readonly maturedUntil: number;
}

const clockStates = defineCollection<ClockState>('clock');

/** The simulated time: the injected real time plus an offset that only ever grows, and that survives a restart. */
export class Clock {
  readonly #store: Store;
  readonly #realNow: () => number;

  /** @param realNow Unix time in milliseconds. */
  constructor(store: Store, realNow: () => number) {
    this.#store = store;
    this.#realNow = realNow;
  }

  /** Simulated Unix time in whole seconds, the unit of every instant in Stripe's API. */
  now(): number {
    return this.realSeconds() + this.#state().offsetSeconds;
  }

  /** Real Unix time in whole seconds: what a receiver compares the timestamp of a webhook signature with. */
  realSeconds(): number {
    return Math.floor(this.#realNow() / 1000);
  }

  get maturedUntil(): number {
    return this.#state().maturedUntil;
  }

  /** Needs a transaction around it, like every change. */
  advance(seconds: number): void {
    const state = this.#state();
    this.#store.in(clockStates).put({ ...state, offsetSeconds: state.offsetSeconds + seconds });
  }

  /** Needs a transaction around it, like every change. */
  noteMaturedUntil(instant: number): void {
    this.#store.in(clockStates).put({ ...this.#state(), maturedUntil: instant });
  }

  #state(): ClockState {
    return this.#store.in(clockStates).get('clock') ?? { id: 'clock', offsetSeconds: 0, maturedUntil: 0 };
  }
}
