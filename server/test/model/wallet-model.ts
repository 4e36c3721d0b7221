import type { Call } from './operation.ts';

/** A wallet as the rules alone have it: what a charge is decided on, and nothing of how it is stored. Amounts are microcredits. */
export interface WalletModel {
  readonly available: bigint;
  readonly held: bigint;
  readonly charges: Readonly<Record<string, ModelCharge>>;
  /** Free messages had, by agent and user. */
  readonly freeUsed: Readonly<Record<string, number>>;
  readonly budgets: Readonly<Record<string, { readonly limit: bigint; readonly spent: bigint }>>;
  readonly prices: Readonly<Record<string, { readonly infra: bigint; readonly freeMessages: number }>>;
}

interface ModelCharge {
  readonly agent: string;
  readonly user: string;
  readonly hold: boolean;
  readonly amount: bigint;
  readonly free: boolean;
  readonly status: 'held' | 'captured' | 'released' | 'refunded';
  readonly answer: string;
}

export const emptyWallet: WalletModel = { available: 0n, held: 0n, charges: {}, freeUsed: {}, budgets: {}, prices: {} };

export interface Step {
  readonly wallet: WalletModel;
  readonly answer: string;
}

/** How answers are said, by the model and by whoever writes down what a server answered. */
export const said = {
  done: 'done',
  granted: (after: bigint) => `granted, ${after} after`,
  charged: (is: { amount: bigint; free: boolean; freeLeft: number; after: bigint }) =>
    `charged ${is.amount}${is.free ? ` (free, ${is.freeLeft} left)` : ''}, ${is.after} after`,
  reads: (is: { available: bigint; held: bigint }) => `${is.available} available, ${is.held} held`,
  budget: (spent: bigint) => `set, ${spent} spent`,
  poor: (is: { balance: bigint; required: bigint }) => `refused: insufficient_credits, ${is.balance} of ${is.required}`,
  overBudget: (is: { spent: bigint; limit: bigint; required: bigint }) =>
    `refused: budget_exceeded, ${is.spent} and ${is.required} of ${is.limit}`,
  refused: (code: string) => `refused: ${code}`,
};

/** What a call does to a wallet and is answered, when it happens all at once. Undefined where it cannot come yet: what it names is not there. */
export function step(wallet: WalletModel, call: Call): Step | undefined {
  switch (call.kind) {
    case 'read':
      return { wallet, answer: said.reads(wallet) };
    case 'grant': {
      const available = wallet.available + call.amount;
      if (available < 0n && call.amount < 0n)
        return { wallet, answer: said.poor({ balance: wallet.available, required: -call.amount }) };
      return { wallet: { ...wallet, available }, answer: said.granted(available) };
    }
    case 'price': {
      const freeMessages = wallet.prices[call.agent]?.freeMessages ?? 0;
      const prices = { ...wallet.prices, [call.agent]: { infra: call.infra, freeMessages } };
      return { wallet: { ...wallet, prices }, answer: said.done };
    }
    case 'budget':
      return setBudget(wallet, call);
    case 'charge':
      return charge(wallet, call);
    case 'end':
      return end(wallet, call);
  }
}

function setBudget(wallet: WalletModel, { user, limit }: Call & { kind: 'budget' }): Step {
  const spent = Object.values(wallet.charges)
    .filter((it) => it.user === user && (it.status === 'held' || it.status === 'captured'))
    .reduce((sum, { amount }) => sum + amount, 0n);
  const { [user]: _, ...others } = wallet.budgets;
  const budgets = limit === null ? others : { ...others, [user]: { limit, spent } };
  return { wallet: { ...wallet, budgets }, answer: said.budget(spent) };
}

function charge(wallet: WalletModel, call: Call & { kind: 'charge' }): Step | undefined {
  const { agent, user, message, hold } = call;
  const first = wallet.charges[message];
  if (first) {
    const same = first.agent === agent && first.user === user && first.hold === hold;
    return { wallet, answer: same ? first.answer : said.refused('idempotency_key_reused') };
  }
  const price = wallet.prices[agent];
  if (!price) return undefined;
  const counter = `${agent} ${user}`;
  const freeLeft = Math.max(0, price.freeMessages - (wallet.freeUsed[counter] ?? 0));
  const free = freeLeft > 0;
  const amount = free ? 0n : price.infra;
  const budget = wallet.budgets[user];
  if (budget && amount > 0n && budget.spent + amount > budget.limit)
    return { wallet, answer: said.overBudget({ ...budget, required: amount }) };
  if (wallet.available < amount) return { wallet, answer: said.poor({ balance: wallet.available, required: amount }) };
  const after = wallet.available - amount;
  const answer = said.charged({ amount, free, freeLeft: freeLeft - 1, after });
  const status = hold ? 'held' : 'captured';
  return {
    answer,
    wallet: {
      ...wallet,
      available: after,
      held: wallet.held + (hold ? amount : 0n),
      charges: { ...wallet.charges, [message]: { agent, user, hold, amount, free, status, answer } },
      ...(free && { freeUsed: { ...wallet.freeUsed, [counter]: (wallet.freeUsed[counter] ?? 0) + 1 } }),
      ...(budget && { budgets: { ...wallet.budgets, [user]: { ...budget, spent: budget.spent + amount } } }),
    },
  };
}

const endings = {
  capture: { from: 'held', to: 'captured', refusal: 'charge_not_held' },
  release: { from: 'held', to: 'released', refusal: 'charge_not_held' },
  refund: { from: 'captured', to: 'refunded', refusal: 'charge_not_refundable' },
} as const;

function end(wallet: WalletModel, { ending, message }: Call & { kind: 'end' }): Step | undefined {
  const made = wallet.charges[message];
  if (!made) return undefined;
  const { from, to, refusal } = endings[ending];
  if (made.status !== from) return { wallet, answer: said.refused(refusal) };
  const givesBack = ending !== 'capture';
  const counter = `${made.agent} ${made.user}`;
  const budget = wallet.budgets[made.user];
  return {
    answer: said.done,
    wallet: {
      ...wallet,
      available: wallet.available + (givesBack ? made.amount : 0n),
      held: wallet.held - (from === 'held' ? made.amount : 0n),
      charges: { ...wallet.charges, [message]: { ...made, status: to } },
      ...(givesBack &&
        made.free && { freeUsed: { ...wallet.freeUsed, [counter]: (wallet.freeUsed[counter] ?? 0) - 1 } }),
      ...(givesBack &&
        budget && { budgets: { ...wallet.budgets, [made.user]: { ...budget, spent: budget.spent - made.amount } } }),
    },
  };
}
