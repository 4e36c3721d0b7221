import { systemNowMs } from './clock.ts';
import type { ShownQuote } from './fetch-quotes.ts';

/** What is known of a price. `missing`: there is no such agent, or not for this visitor. */
export type PriceState =
  | { readonly status: 'loading' | 'missing' | 'failed' }
  | { readonly status: 'ready'; readonly quote: ShownQuote };

type FetchQuotes = (agentIds: readonly string[], wallet: string) => Promise<readonly ShownQuote[]>;

interface Entry {
  readonly agentId: string;
  readonly wallet: string;
  state: PriceState;
  askedMs: number;
  readonly listeners: Set<(state: PriceState) => void>;
}

/** Agents per request: what the API takes. */
const batchMost = 100;

/** A price younger than this is shown again without asking. All times are milliseconds. */
const freshMs = 60_000;

/** Refreshes that somebody asks for are at least this far apart, so that a burst of messages asks once. */
const refreshGapMs = 1_000;

/** A price is asked again at least this often, however long its quote lives; a timer of more than 24 days would fire at once. */
const renewMostMs = 3_600_000;

/** The first wait after a failure; it doubles with each further one, up to `freshMs`. */
const firstRetryMs = 1_000;

/**
 * A quote is renewed up to this long before it expires, at a random moment: the server's quotes expire in common windows, and all the
 * pages of the world must not come back in the same second.
 */
const renewSpreadMs = 240_000;

/** Prices kept, those that nobody looks at any more among them. */
const keptMost = 1_000;

/**
 * The prices of a page: stale while they are asked again, and asked for together. All that come up in one microtask go out as one
 * request for each hundred. A price that comes back unchanged wakes nobody.
 */
export class PriceStore {
  readonly #fetchQuotes: FetchQuotes;
  readonly #nowMs: () => number;
  readonly #entries = new Map<string, Entry>();
  /** What goes out at the end of this microtask, by wallet: the batch that is still being filled. */
  readonly #due = new Map<string, Entry[]>();
  #watchers = 0;
  #failures = 0;
  #refreshedMs = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #timerMs = 0;
  readonly #refresh = () => this.refresh();

  constructor(fetchQuotes: FetchQuotes, nowMs: () => number = systemNowMs) {
    this.#fetchQuotes = fetchQuotes;
    this.#nowMs = nowMs;
  }

  /** What is known now, without asking. */
  read(agentId: string, wallet: string): PriceState {
    return this.#entries.get(`${wallet} ${agentId}`)?.state ?? loading;
  }

  /** Calls back with what is known, at once and after each change, until the returned function is called. Asks if need be. */
  watch(agentId: string, wallet: string, listener: (state: PriceState) => void): () => void {
    const entry = this.#entry(agentId, wallet);
    entry.listeners.add(listener);
    // The page says that a message was charged: prices hold, but what is left for free and what is affordable does not.
    if (this.#watchers++ === 0) document.addEventListener('kopai-charge', this.#refresh);
    if (this.#nowMs() - entry.askedMs > freshMs) this.#ask(entry);
    listener(entry.state);
    return () => {
      if (!entry.listeners.delete(listener) || --this.#watchers > 0) return;
      document.removeEventListener('kopai-charge', this.#refresh);
      this.#stopTimer();
    };
  }

  /** Asks again for every price that is being looked at; what is shown stays until it has changed. Cheap to call often. */
  refresh(): void {
    this.#refreshIn(this.#refreshedMs + refreshGapMs - this.#nowMs());
  }

  /** Plans the next refresh, unless an earlier one is planned. Without anybody looking there is none. */
  #refreshIn(ms: number): void {
    const atMs = this.#nowMs() + ms;
    if (this.#watchers === 0 || (this.#timer !== undefined && this.#timerMs <= atMs)) return;
    this.#stopTimer();
    this.#timerMs = atMs;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#refreshedMs = this.#nowMs();
      for (const entry of this.#entries.values()) {
        if (entry.listeners.size > 0) this.#ask(entry);
        else entry.askedMs = 0;
      }
    }, ms);
  }

  #stopTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #entry(agentId: string, wallet: string): Entry {
    const key = `${wallet} ${agentId}`;
    let entry = this.#entries.get(key);
    if (!entry) {
      entry = { agentId, wallet, state: loading, askedMs: 0, listeners: new Set() };
      this.#entries.set(key, entry);
      for (const [old, { listeners }] of this.#entries) {
        if (this.#entries.size <= keptMost) break;
        if (listeners.size === 0) this.#entries.delete(old);
      }
    }
    return entry;
  }

  #ask(entry: Entry): void {
    const { wallet } = entry;
    entry.askedMs = this.#nowMs();
    let batch = this.#due.get(wallet);
    if (batch?.includes(entry)) return;
    if (!batch || batch.length === batchMost) {
      const started: Entry[] = [];
      batch = started;
      this.#due.set(wallet, started);
      queueMicrotask(() => {
        this.#due.delete(wallet);
        void this.#load(started);
      });
    }
    batch.push(entry);
  }

  async #load(entries: readonly Entry[]): Promise<void> {
    try {
      const quotes = await this.#fetchQuotes(
        entries.map(({ agentId }) => agentId),
        entries[0]?.wallet ?? '',
      );
      const byAgent = new Map(quotes.map((quote) => [quote.agentId, quote]));
      for (const entry of entries) {
        const quote = byAgent.get(entry.agentId);
        settle(entry, quote ? { status: 'ready', quote } : { status: 'missing' });
      }
      this.#failures = 0;
      const expiresMs = Date.parse(quotes[0]?.expiresAt ?? '');
      if (expiresMs) {
        const renewMs = Math.min(renewMostMs, expiresMs - this.#nowMs() - freshMs) - Math.random() * renewSpreadMs;
        this.#refreshIn(Math.max(freshMs, renewMs));
      }
    } catch {
      // A price that is shown stays: it is as good as it was.
      for (const entry of entries) if (entry.state.status !== 'ready') settle(entry, { status: 'failed' });
      this.#refreshIn(Math.min(freshMs, firstRetryMs * 2 ** this.#failures++) * (0.5 + Math.random()));
    }
  }
}

const loading: PriceState = { status: 'loading' };

/** Puts a new state in; those who watch are told only if they would show something else. */
function settle(entry: Entry, state: PriceState): void {
  const changed = shownOf(entry.state) !== shownOf(state);
  entry.state = state;
  if (changed) for (const listener of entry.listeners) listener(state);
}

/** Everything of a price that can be seen, as one text: a new token or expiry is not. */
const shownOf = (state: PriceState): string =>
  JSON.stringify(state, (name, value) => (name === 'token' || name === 'expiresAt' ? undefined : value));
