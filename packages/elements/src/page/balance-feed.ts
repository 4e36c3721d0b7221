import type { BalanceEvent, Wallets } from '@kopai/sdk';

/** How often a balance is read while its stream is down, in milliseconds. */
const pollMs = 15_000;

/** What a tab asks the others when it joins: it may have missed what was said a moment before. */
const question = 'anything new?';

interface BalanceFeedOptions {
  readonly wallets: Wallets;
  /** The wallet's own id, not `me`: tabs of one browser may belong to different people. */
  readonly wallet: string;
  /** Which server's wallet it is. */
  readonly scope: string;
  /** The last movement that is known already. */
  readonly seq: number;
  readonly onBalance: (balance: BalanceEvent) => void;
  /** Called when following it further is pointless, such as when the session has ended. */
  readonly onLost: (error: unknown) => void;
}

/**
 * A wallet's balance, live, with one connection for all tabs of a browser: the tab that holds the lock reads the stream and tells the
 * others; when it closes, the next one takes over after the last event it has heard of. While the stream is down, it is polled instead.
 */
export class BalanceFeed {
  readonly #options: BalanceFeedOptions;
  readonly #ended = new AbortController();
  readonly #channel: BroadcastChannel;
  #latest: BalanceEvent | undefined;
  #seq: number;
  #poll: ReturnType<typeof setInterval> | undefined;

  constructor(options: BalanceFeedOptions) {
    this.#options = options;
    this.#seq = options.seq;
    const name = `kopai:${options.scope}:${options.wallet}`;
    this.#channel = new BroadcastChannel(name);
    this.#channel.addEventListener('message', ({ data }: MessageEvent<BalanceEvent | typeof question>) => {
      if (data !== question) this.#receive(data);
      else if (this.#latest) this.#channel.postMessage(this.#latest);
    });
    this.#channel.postMessage(question);
    void this.#takeTurns(name);
  }

  stop(): void {
    this.#ended.abort();
    this.#channel.close();
    this.#stopPolling();
  }

  async #takeTurns(name: string): Promise<void> {
    const { signal } = this.#ended;
    try {
      // Locks need a secure context; without them each tab reads a stream of its own.
      if ('locks' in navigator) await navigator.locks.request(name, { signal }, () => this.#lead());
      else await this.#lead();
    } catch (error) {
      if (!signal.aborted) this.#options.onLost(error);
    }
  }

  async #lead(): Promise<void> {
    const { wallets, wallet } = this.#options;
    const { signal } = this.#ended;
    const lastEventId = String(this.#seq);
    try {
      const events = wallets.stream(wallet, { signal, lastEventId, onReconnect: () => this.#startPolling() });
      for await (const balance of events) {
        this.#stopPolling();
        this.#tell(balance);
      }
    } finally {
      this.#stopPolling();
    }
  }

  #startPolling(): void {
    this.#poll ??= setInterval(() => {
      const { wallets, wallet } = this.#options;
      wallets.get(wallet, { signal: this.#ended.signal, maxRetries: 0 }).then(
        (state) => this.#tell(state),
        // The next one, or the stream, finds out whether it is for good.
        () => undefined,
      );
    }, pollMs);
  }

  #stopPolling(): void {
    clearInterval(this.#poll);
    this.#poll = undefined;
  }

  #tell({ balance, held, available, debt, lowBalance, seq }: BalanceEvent): void {
    if (seq <= this.#seq) return;
    const event: BalanceEvent = { balance, held, available, debt, lowBalance, seq };
    this.#receive(event);
    this.#channel.postMessage(event);
  }

  #receive(event: BalanceEvent): void {
    if (event.seq <= this.#seq) return;
    this.#seq = event.seq;
    this.#latest = event;
    this.#options.onBalance(event);
  }
}
