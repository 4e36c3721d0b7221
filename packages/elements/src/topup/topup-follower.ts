import { NotFoundError, type Topup, Topups } from '@kopai/sdk';
import type { Account } from '../page/account.ts';
import { forgetReturnedTopup } from './returned-topup.ts';

/** Waits between two looks, in milliseconds: they double from the first to the longest. */
const firstWaitMs = 1_000;
const longestWaitMs = 30_000;

/** A bank may take days; after this many looks, twenty minutes, a page that is still open waits for its balance to move instead. */
const looksMost = 45;

interface TopupFollowerOptions {
  readonly account: Account;
  readonly id: string;
  /** Whose top-ups are of interest; one of another wallet is somebody else's. */
  readonly wallet: string;
  readonly onTopup: (topup: Topup) => void;
  readonly onOther: () => void;
  readonly onError: (error: unknown) => void;
}

/**
 * Looks at a top-up that the payer has come back from, until it has ended: the server asks the payment provider itself, so no webhook has
 * to arrive first. When the balance moves it looks at once. What has ended is taken out of the page's URL.
 */
export class TopupFollower {
  readonly #options: TopupFollowerOptions;
  readonly #stopped = new AbortController();
  readonly #unwatch: () => void;
  #looks = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: TopupFollowerOptions) {
    this.#options = options;
    const { account, wallet } = options;
    this.#unwatch = account.balances.watch(wallet, () => this.#hurry());
    void this.#look();
  }

  stop(): void {
    this.#stopped.abort();
    this.#unwatch();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #hurry(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    void this.#look();
  }

  async #look(): Promise<void> {
    const { account, id, onError } = this.#options;
    const { signal } = this.#stopped;
    this.#timer = undefined;
    try {
      const topup = await new Topups(account.client).get(id, { signal });
      if (!signal.aborted) this.#take(topup);
    } catch (error) {
      if (signal.aborted) return;
      // What was seen once is looked at again; a first look that fails is for the payer to repeat.
      if (this.#looks > 0) return this.#lookLater();
      this.stop();
      if (error instanceof NotFoundError) forgetReturnedTopup();
      onError(error);
    }
  }

  #take(topup: Topup): void {
    const { wallet, onTopup, onOther } = this.#options;
    const own = wallet === topup.wallet || (wallet === 'me' && topup.wallet.startsWith('user:'));
    const ended = topup.status !== 'pending' && topup.status !== 'processing';
    if (!own || ended) this.stop();
    else this.#lookLater();
    if (own && ended) forgetReturnedTopup();
    if (own) onTopup(topup);
    else onOther();
  }

  #lookLater(): void {
    if (++this.#looks === looksMost) return;
    this.#timer = setTimeout(() => void this.#look(), Math.min(longestWaitMs, firstWaitMs * 2 ** (this.#looks - 1)));
  }
}
