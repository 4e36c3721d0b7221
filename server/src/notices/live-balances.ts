import type { BalanceEvent } from '@kopai/contracts';

/** The channel that the processes on one database tell each other about wallets on. */
export const walletsChannel = 'kopai_wallets';

/** A notification carries less than 8,000 bytes in PostgreSQL. */
const payloadMost = 7_900;

/**
 * Movements within this many milliseconds are announced together: a notification costs the database a transaction of its own, and wakes every process. With
 * `gatherMs` it is faster than an eye, and slower than a burst.
 */
const announceMs = 40;

/** Movements of several processes within this many milliseconds reach a page as one event. */
const gatherMs = 15;

/** Everything watched is read again this often, for a notification that a dying process never sent. */
const refreshMs = 15_000;

/** Pages that one process feeds at most: each costs a socket and a few kilobytes. */
const watchersMost = 20_000;

export interface LiveBalances {
  /** Tells every process that this wallet moved. Called after a commit; never fails and never waits. */
  announce(wallet: string): void;
  /** Hears each change of a wallet, from now on; returns how to stop. `undefined` when too many are listening. */
  watch(wallet: string, hear: (event: BalanceEvent) => void): (() => void) | undefined;
  /** How many are listening. */
  watchers(): number;
  /** Tells what was not told yet, and no more. */
  close(): Promise<void>;
}

export interface LiveBalancesDependencies {
  /** Sends a payload on the channel. */
  readonly notify: (payload: string) => Promise<void>;
  /** Calls `onPayload` for each payload on the channel, and `onGap` when some may have been missed; returns how to stop. */
  readonly listen: (onPayload: (payload: string) => void, onGap: () => void) => Promise<() => Promise<void>>;
  readonly readBalances: (wallets: readonly string[]) => Promise<ReadonlyMap<string, BalanceEvent>>;
  readonly onError: (error: unknown) => void;
}

interface Watcher {
  readonly hear: (event: BalanceEvent) => void;
  seq: number;
}

/** Pushes balances to open pages. What is pushed is always read from the database: a notification only says where to look. */
export async function createLiveBalances(deps: LiveBalancesDependencies): Promise<LiveBalances> {
  const watchersOf = new Map<string, Set<Watcher>>();
  let watching = 0;
  const moved = new Set<string>();
  const dirty = new Set<string>();

  const announcing = gathered(announceMs, deps.onError, async () => {
    const payloads = payloadsOf([...moved]);
    moved.clear();
    for (const payload of payloads) await deps.notify(payload);
  });
  const pushing = gathered(gatherMs, deps.onError, async () => {
    const wallets = [...dirty].filter((wallet) => watchersOf.has(wallet));
    dirty.clear();
    if (wallets.length > 0) tell(await deps.readBalances(wallets));
  });

  function tell(balances: ReadonlyMap<string, BalanceEvent>): void {
    for (const [wallet, event] of balances) {
      for (const watcher of watchersOf.get(wallet) ?? []) {
        if (event.seq <= watcher.seq) continue;
        watcher.seq = event.seq;
        watcher.hear(event);
      }
    }
  }

  function refresh(): void {
    for (const wallet of watchersOf.keys()) dirty.add(wallet);
    pushing.soon();
  }

  const stopListening = await deps.listen((payload) => {
    for (const wallet of payload.split('\n')) if (watchersOf.has(wallet)) dirty.add(wallet);
    if (dirty.size > 0) pushing.soon();
  }, refresh);
  const timer = setInterval(refresh, refreshMs);

  return {
    announce(wallet) {
      moved.add(wallet);
      announcing.soon();
    },
    watch(wallet, hear) {
      if (watching >= watchersMost) return undefined;
      const watcher: Watcher = { hear, seq: -1 };
      const watchers = watchersOf.get(wallet) ?? new Set();
      watchersOf.set(wallet, watchers.add(watcher));
      watching += 1;
      return () => {
        if (!watchers.delete(watcher)) return;
        watching -= 1;
        if (watchers.size === 0) watchersOf.delete(wallet);
      };
    },
    watchers: () => watching,
    async close() {
      clearInterval(timer);
      await Promise.all([announcing.done(), pushing.done()]);
      await stopListening();
    },
  };
}

/** Runs `work` once for all calls of `soon` within the delay, one run at a time. */
function gathered(delayMs: number, onError: (error: unknown) => void, work: () => Promise<void>) {
  let running: Promise<void> = Promise.resolve();
  let planned = false;
  let ended = false;
  let timer: NodeJS.Timeout | undefined;
  const begin = () => {
    timer = undefined;
    running = running.then(() => {
      planned = false;
      return work().catch(onError);
    });
  };
  return {
    soon() {
      if (planned || ended) return;
      planned = true;
      timer = setTimeout(begin, delayMs);
    },
    /** Runs what is planned at once, and nothing after it. */
    async done() {
      ended = true;
      if (timer !== undefined) {
        clearTimeout(timer);
        begin();
      }
      await running;
    },
  };
}

/** Wallets, one a line, in as many payloads as their length needs. */
function payloadsOf(wallets: readonly string[]): string[] {
  const payloads: string[] = [];
  for (const wallet of wallets) {
    const last = payloads.at(-1);
    if (last !== undefined && last.length + wallet.length + 1 <= payloadMost) {
      payloads[payloads.length - 1] = `${last}\n${wallet}`;
    } else payloads.push(wallet);
  }
  return payloads;
}
