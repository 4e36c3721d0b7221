import type { Topup, Topups } from '@kopai/sdk';

/** Waits between two looks, in milliseconds: they double from the first to the longest. */
const firstWaitMs = 1_000;
const longestWaitMs = 30_000;

/** A bank may take days; after this many looks, twenty minutes, a page that is still open waits for its balance to move instead. */
const looksMost = 45;

interface TopupFollowerOptions {
  readonly topups: Topups;
  readonly id: string;
  readonly onTopup: (topup: Topup) => void;
  readonly onError: (error: unknown) => void;
}

/** Looks at a top-up until it has ended: the server asks the payment provider itself, so no webhook has to arrive first. */
export class TopupFollower {
  readonly #options: TopupFollowerOptions;
  readonly #stopped = new AbortController();
  #looks = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: TopupFollowerOptions) {
    this.#options = options;
    void this.#look();
  }

  /** Looks now, for instance because the balance has moved. */
  hurry(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    void this.#look();
  }

  stop(): void {
    this.#stopped.abort();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #look(): Promise<void> {
    const { topups, id, onTopup, onError } = this.#options;
    const { signal } = this.#stopped;
    this.#timer = undefined;
    try {
      const topup = await topups.get(id, { signal });
      if (signal.aborted) return;
      onTopup(topup);
      if (hasEnded(topup) || ++this.#looks === looksMost || signal.aborted) return;
      const waitMs = Math.min(longestWaitMs, firstWaitMs * 2 ** (this.#looks - 1));
      this.#timer = setTimeout(() => void this.#look(), waitMs);
    } catch (error) {
      if (!signal.aborted) onError(error);
    }
  }
}

/** Whether nothing will happen to it any more. */
export const hasEnded = ({ status }: Topup): boolean => status !== 'pending' && status !== 'processing';
