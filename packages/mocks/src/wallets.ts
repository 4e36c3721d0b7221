import type { DayEvent, Transaction, TransactionKind, Wallet } from '@kopai/contracts';
import type { Clock } from './clock.ts';

/** Below this many microcredits a wallet is low: five credits. */
const lowBalanceBelow = 5_000_000n;

/** What a line of the history says beyond its amounts. */
export type About = Partial<
  Pick<
    Transaction,
    | 'earnings'
    | 'agentId'
    | 'agentName'
    | 'userId'
    | 'messageId'
    | 'chargeId'
    | 'topupId'
    | 'parts'
    | 'reason'
    | 'receiptUrl'
  >
>;

/** One movement: what it changes the spendable and the held credits by, in microcredits. */
export interface Movement {
  readonly kind: TransactionKind;
  readonly amount: bigint;
  readonly held?: bigint;
  readonly about: About;
}

export interface HistoryFilter {
  readonly kind?: TransactionKind | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

interface Account {
  spendable: bigint;
  held: bigint;
  readonly lines: Transaction[];
  readonly watchers: Set<() => void>;
}

/** Balances, their history, and whoever watches them. */
export class Wallets {
  readonly #clock: Clock;
  readonly #accounts = new Map<string, Account>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A wallet's numbers. One never used is empty: it exists from first use. */
  state(wallet: string): Wallet {
    const { spendable, held, lines } = this.#account(wallet);
    return {
      object: 'wallet',
      id: wallet,
      balance: spendable + held,
      held,
      available: spendable > 0n ? spendable : 0n,
      debt: spendable < 0n ? -spendable : 0n,
      plan: 'free',
      lowBalance: spendable < lowBalanceBelow,
      autoTopup: null,
      seq: lines.length,
    };
  }

  /** Spendable microcredits; negative in debt. */
  spendable(wallet: string): bigint {
    return this.#account(wallet).spendable;
  }

  move(wallet: string, { kind, amount, held = 0n, about }: Movement): Transaction {
    const account = this.#account(wallet);
    account.spendable += amount;
    account.held += held;
    const line: Transaction = {
      id: this.#clock.newId('transaction'),
      object: 'transaction',
      wallet,
      seq: account.lines.length + 1,
      kind,
      amount,
      balanceAfter: account.spendable,
      createdAt: this.#clock.instant(),
      ...nothingSaid,
      ...about,
    };
    account.lines.push(line);
    for (const watcher of account.watchers) watcher();
    return line;
  }

  /** Newest first; from a moment (inclusive) to another (exclusive). */
  history(wallet: string, { kind, from, to }: HistoryFilter): Transaction[] {
    const since = from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(from);
    const until = to === undefined ? Number.POSITIVE_INFINITY : Date.parse(to);
    return this.#account(wallet)
      .lines.filter((line) => {
        const atMs = Date.parse(line.createdAt);
        return (kind === undefined || line.kind === kind) && atMs >= since && atMs < until;
      })
      .reverse();
  }

  /** What messages took and gave back, and when. */
  spending(wallet: string): DayEvent[] {
    return this.#account(wallet).lines.flatMap(({ kind, amount, createdAt }) => {
      const isMessage = kind === 'charge' || kind === 'hold' || kind === 'free_message';
      if (!isMessage && kind !== 'release' && kind !== 'refund') return [];
      const counts = { messages: isMessage ? 1 : 0, freeMessages: kind === 'free_message' ? 1 : 0 };
      return [{ atMs: Date.parse(createdAt), spent: -amount, ...counts }];
    });
  }

  /** Calls back after each movement until the returned function is called. */
  watch(wallet: string, watcher: () => void): () => void {
    const { watchers } = this.#account(wallet);
    watchers.add(watcher);
    return () => void watchers.delete(watcher);
  }

  #account(wallet: string): Account {
    const account = this.#accounts.get(wallet) ?? { spendable: 0n, held: 0n, lines: [], watchers: new Set() };
    this.#accounts.set(wallet, account);
    return account;
  }
}

const nothingSaid: Required<About> = {
  earnings: null,
  agentId: null,
  agentName: null,
  userId: null,
  messageId: null,
  chargeId: null,
  topupId: null,
  parts: null,
  reason: null,
  receiptUrl: null,
};
