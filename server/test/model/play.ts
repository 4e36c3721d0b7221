import { BudgetExceededError, InsufficientCreditsError, type Kopai, KopaiError } from '@kopai/sdk';
import type { Dice } from '../dice.ts';
import type { Call, Operation } from './operation.ts';
import { emptyWallet, said, type WalletModel } from './wallet-model.ts';

export interface PlayOptions {
  /** Clients of each server process, which send a call once; all processes serve one database. */
  readonly servers: readonly [Kopai, ...Kopai[]];
  /** A client that repeats what had no answer. It makes the agents and wallets that the round begins with. */
  readonly maker: Kopai;
  /** Told when they are made, and the first call is about to be sent. */
  readonly onStart?: () => void;
  readonly dice: Dice;
  /** Names what this round makes, so that rounds don't meet. */
  readonly round: string;
  readonly clients: number;
  /** Calls that each client makes, one after the other. */
  readonly calls: number;
}

/** What was called and answered, and how each wallet stood before. */
export interface Played {
  readonly history: readonly Operation[];
  readonly wallets: readonly string[];
  readonly initial: WalletModel;
}

const credit = 1_000_000n;
const startBalance = 25n * credit;
const users = ['kim', 'lou'] as const;

/**
 * Has clients call a user's wallet and an organization's at once, through all servers, and writes down what they see. The wallets hold some five messages'
 * worth, so that refusals are as frequent as charges, and clients send each other's messages again.
 */
export async function play(options: PlayOptions): Promise<Played> {
  const { servers, maker, dice, round, clients, calls } = options;
  const [first] = servers;
  const agents = [`plain-${round}`, `trial-${round}`] as const;
  const wallets = [`user:${round}`, `org:${round}`] as const;
  for (const [i, id] of agents.entries()) {
    await maker.models.put(id, { name: id, infra: 4n * credit });
    await maker.agents.put(id, {
      name: id,
      modelId: id,
      orgId: 'maker',
      visibility: 'public',
      addOn: 0n,
      freeMessages: 2 * i,
    });
  }
  for (const wallet of wallets)
    await maker.adjustments.create({ wallet, amount: startBalance, reason: 'To begin with' });
  const price = (freeMessages: number) => ({ infra: 4n * credit, freeMessages });
  const initial = { ...emptyWallet, available: startBalance, prices: { [agents[0]]: price(0), [agents[1]]: price(2) } };

  const made = new Map<string, string[]>(wallets.map((wallet) => [wallet, []]));
  const ids = new Map<string, string>();
  const sent = new Map<string, Call[]>(wallets.map((wallet) => [wallet, []]));
  let serial = 0;

  const draw = (wallet: string): Call => {
    const roll = dice.roll(100);
    const ended = made.get(wallet) ?? [];
    const before = sent.get(wallet) ?? [];
    if (roll < 12) return { kind: 'read' };
    if (roll < 20) return { kind: 'grant', amount: BigInt(dice.roll(12) - 3) * credit || credit };
    if (roll < 26) return { kind: 'price', agent: dice.pick(agents), infra: BigInt(1 + dice.roll(8)) * credit };
    if (roll < 32 && wallet.startsWith('org:'))
      return {
        kind: 'budget',
        user: dice.pick(users),
        limit: dice.roll(3) === 0 ? null : BigInt(dice.roll(20)) * credit,
      };
    if (roll < 42 && before.length > 0) return before[dice.roll(before.length)] ?? { kind: 'read' };
    if (roll < 66 && ended.length > 0) {
      const message = ended[dice.roll(ended.length)] ?? '';
      return { kind: 'end', ending: dice.pick(['capture', 'release', 'refund']), message };
    }
    serial += 1;
    const user = wallet.startsWith('org:') ? dice.pick(users) : round;
    const charge: Call = {
      kind: 'charge',
      agent: dice.pick(agents),
      user,
      message: `${wallet}-${serial}`,
      hold: dice.roll(3) === 0,
    };
    before.push(charge);
    return charge;
  };

  const history: Operation[] = [];
  const client = async (number: number) => {
    for (let i = 0; i < calls; i++) {
      const wallet = dice.pick(wallets);
      const call = draw(wallet);
      const server = servers[dice.roll(servers.length)] ?? first;
      const startMs = performance.now();
      const answer = await answerOf(server, wallet, call, ids);
      const endMs = answer === undefined ? Infinity : performance.now();
      history.push({
        client: number,
        wallet: call.kind === 'price' ? undefined : wallet,
        call,
        startMs,
        endMs,
        answer,
      });
      if (call.kind === 'charge' && answer?.startsWith('charged')) made.get(wallet)?.push(call.message);
    }
  };
  options.onStart?.();
  await Promise.all(Array.from({ length: clients }, (_, number) => client(number)));
  return { history, wallets, initial };
}

/** The calls that a wallet takes part in: its own, and the prices. */
export function historyOf(wallet: string, { history }: Played): Operation[] {
  const own = history.filter((it) => it.wallet === wallet);
  const prices = history.filter((it) => it.wallet === undefined);
  return [...own, ...prices.map((price) => ({ ...price, endMs: lastUse(price, own) }))];
}

/**
 * A charge owes the price of some moment of its own: one that was under way when a price changed may still cost the old one, though its wallet's turn
 * comes later. So a price counts as changing until the last such charge is answered.
 */
const lastUse = (price: Operation, calls: readonly Operation[]): number =>
  calls
    .filter(({ call, startMs, endMs }) => call.kind === 'charge' && startMs < price.endMs && endMs !== Infinity)
    .reduce((last, { endMs }) => Math.max(last, endMs), price.endMs);

/** Asks a server once, and says its answer in the model's words. Undefined when nobody knows whether it was done. */
async function answerOf(
  kopai: Kopai,
  wallet: string,
  call: Call,
  ids: Map<string, string>,
): Promise<string | undefined> {
  try {
    return await ask(kopai, wallet, call, ids);
  } catch (error) {
    if (!(error instanceof KopaiError)) throw error;
    if (error instanceof InsufficientCreditsError) return said.poor(error);
    if (error instanceof BudgetExceededError) return said.overBudget(error);
    const status = error.status ?? 0;
    if (status >= 400 && status < 500) return said.refused(error.code);
    return undefined;
  }
}

async function ask(kopai: Kopai, wallet: string, call: Call, ids: Map<string, string>): Promise<string> {
  const [kind, owner = ''] = wallet.split(':');
  switch (call.kind) {
    case 'read':
      return said.reads(await kopai.wallets.get(wallet));
    case 'grant':
      return said.granted(
        (await kopai.adjustments.create({ wallet, amount: call.amount, reason: 'Model' })).balanceAfter,
      );
    case 'price':
      await kopai.models.put(call.agent, { name: call.agent, infra: call.infra });
      return said.done;
    case 'budget': {
      const { spent } = await kopai.budgets.put(wallet, call.user, { limit: call.limit, period: 'month' });
      return said.budget(spent);
    }
    case 'end':
      await kopai.charges[call.ending](ids.get(call.message) ?? '');
      return said.done;
    case 'charge': {
      const charge = await kopai.charges.create({
        agentId: call.agent,
        userId: call.user,
        messageId: call.message,
        ...(kind === 'org' && { orgId: owner }),
        ...(call.hold && { capture: false }),
      });
      ids.set(call.message, charge.id);
      const { amount, free, freeMessagesRemaining: freeLeft, balanceAfter: after } = charge;
      return said.charged({ amount, free, freeLeft, after });
    }
  }
}
