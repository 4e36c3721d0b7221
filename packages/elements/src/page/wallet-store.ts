import type { BalanceEvent, Wallet, Wallets } from '@kopai/sdk';
import type { BalanceFeed } from './balance-feed.ts';

/** What is known of a wallet. */
export type WalletState =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly wallet: Wallet }
  | { readonly status: 'failed'; readonly error: unknown };

interface Entry {
  state: WalletState;
  feed: BalanceFeed | undefined;
  loading: AbortController | undefined;
  readonly listeners: Set<(state: WalletState) => void>;
}

interface WalletStoreOptions {
  readonly wallets: Wallets;
  readonly baseUrl: string;
  /** Called after each movement of a wallet. */
  readonly onChange: () => void;
}

/** The wallets a page shows: each is read once, then followed live for as long as an element looks at it. */
export class WalletStore {
  readonly #options: WalletStoreOptions;
  readonly #entries = new Map<string, Entry>();

  constructor(options: WalletStoreOptions) {
    this.#options = options;
  }

  /** Calls back with what is known, at once and after each change, until the returned function is called. */
  watch(name: string, listener: (state: WalletState) => void): () => void {
    const entry = this.#entry(name);
    entry.listeners.add(listener);
    if (entry.listeners.size === 1) void this.#load(name, entry);
    listener(entry.state);
    return () => {
      if (!entry.listeners.delete(listener) || entry.listeners.size > 0) return;
      entry.loading?.abort();
      entry.feed?.stop();
      entry.feed = undefined;
    };
  }

  /** Reads a wallet again. What is shown stays meanwhile, unless it was an error. */
  reload(name: string): void {
    const entry = this.#entry(name);
    if (entry.state.status === 'failed') put(entry, { status: 'loading' });
    void this.#load(name, entry);
  }

  #entry(name: string): Entry {
    const known = this.#entries.get(name);
    if (known) return known;
    const entry: Entry = { state: { status: 'loading' }, feed: undefined, loading: undefined, listeners: new Set() };
    this.#entries.set(name, entry);
    return entry;
  }

  async #load(name: string, entry: Entry): Promise<void> {
    const { wallets } = this.#options;
    entry.loading?.abort();
    const loading = new AbortController();
    entry.loading = loading;
    try {
      const wallet = await wallets.get(name, { signal: loading.signal });
      this.#receive(entry, wallet, wallet);
      await this.#follow(entry, wallet, loading.signal);
    } catch (error) {
      if (loading.signal.aborted) return;
      put(entry, { status: 'failed', error });
    }
  }

  /** The balance is shown before the feed is even loaded: what moves meanwhile is what the feed hears first. */
  async #follow(entry: Entry, { id, seq }: Wallet, signal: AbortSignal): Promise<void> {
    if (entry.feed) return;
    const { wallets, baseUrl } = this.#options;
    const { BalanceFeed } = await import('./balance-feed.ts');
    if (signal.aborted || entry.feed) return;
    entry.feed = new BalanceFeed({
      wallets,
      wallet: id,
      scope: baseUrl,
      seq,
      onBalance: (balance) => this.#receive(entry, balance),
      onLost: (error) => put(entry, { status: 'failed', error }),
    });
  }

  /** Takes numbers in, from whichever way they came, unless newer ones are here already. */
  #receive(entry: Entry, balance: BalanceEvent, whole?: Wallet): void {
    const before = entry.state.status === 'ready' ? entry.state.wallet : undefined;
    if (before && balance.seq < before.seq) return;
    const base = whole ?? before;
    if (!base) return;
    const moved = before !== undefined && balance.seq > before.seq;
    if (before && !moved && !whole) return;
    put(entry, { status: 'ready', wallet: { ...base, ...balance } });
    if (moved) this.#options.onChange();
  }
}

function put(entry: Entry, state: WalletState): void {
  entry.state = state;
  for (const listener of entry.listeners) listener(state);
}
