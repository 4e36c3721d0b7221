import { setTimeout as sleep } from 'node:timers/promises';
import { type Kopai, KopaiError } from '@kopai/sdk';
import type { Dice } from './dice.ts';
import type { StripeSide } from './stripe-side.ts';

const credit = 1_000_000n;
const back = { successUrl: 'http://localhost:3000/', cancelUrl: 'http://localhost:3000/' };

/** What the server has promised: everything in here was acknowledged, and must be there once at the end. */
export interface Acknowledged {
  /** Charge by message. */
  readonly charges: Map<string, string>;
  /** How holds were ended, by charge. */
  readonly ended: Map<string, 'captured' | 'released' | 'refunded'>;
  readonly topups: Set<string>;
  readonly payouts: Set<string>;
  /** Calls that had to be sent again. */
  retries: number;
}

export interface Load {
  readonly acknowledged: Acknowledged;
  /** Lets every caller end what it has begun. */
  stop(): Promise<void>;
}

export interface LoadTarget {
  readonly kopai: Kopai;
  readonly side: StripeSide;
  readonly dice: Dice;
  /** The publisher whose agents are charged, and who withdraws what they earn. */
  readonly org: string;
  readonly users: readonly [string, ...string[]];
  /** What its messages and keys begin with: `crash` unless said. Two loads on one server need two. */
  readonly name?: string;
}

/** Callers that charge, hold, pay and withdraw, each again under its same key until it is answered for good. */
export function startLoad(target: LoadTarget): Load {
  const acknowledged: Acknowledged = {
    charges: new Map(),
    ended: new Map(),
    topups: new Set(),
    payouts: new Set(),
    retries: 0,
  };
  let stopped = false;
  let serial = 0;
  const caller = async (work: (name: string) => Promise<void>, restMs: number) => {
    while (!stopped) {
      serial += 1;
      await work(`${target.name ?? 'crash'}-${serial}`);
      await sleep(restMs);
    }
  };
  const call = { ...target, acknowledged };
  const callers = [
    ...Array.from({ length: 6 }, () => caller((name) => charge(call, name), 1)),
    ...Array.from({ length: 4 }, () => caller((name) => hold(call, name), 5)),
    ...Array.from({ length: 3 }, () => caller((name) => topUp(call, name), 20)),
    ...Array.from({ length: 2 }, () => caller((name) => withdraw(call, name), 100)),
  ];
  return {
    acknowledged,
    async stop() {
      stopped = true;
      await Promise.all(callers);
    },
  };
}

type Call = LoadTarget & { readonly acknowledged: Acknowledged };

/** Asks until there is a definite answer. Undefined is a refusal, which has left nothing behind. */
async function definite<T>({ acknowledged }: Call, ask: () => Promise<T>): Promise<T | undefined> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof KopaiError)) throw error;
      const status = error.status ?? 0;
      if (status >= 400 && status < 500 && ![408, 409, 429].includes(status)) return undefined;
      acknowledged.retries += 1;
      await sleep(40);
    }
  }
}

async function charge(call: Call, messageId: string): Promise<void> {
  const { kopai, dice, users, acknowledged } = call;
  const request = { agentId: 'crash', userId: dice.pick(users), messageId };
  const made = await definite(call, () => kopai.charges.create(request, { idempotencyKey: messageId }));
  if (!made) return;
  acknowledged.charges.set(messageId, made.id);
  if (dice.roll(8) > 0) return;
  const refunded = await definite(call, () => kopai.charges.refund(made.id, { idempotencyKey: `${messageId}-refund` }));
  if (refunded) acknowledged.ended.set(made.id, 'refunded');
}

async function hold(call: Call, messageId: string): Promise<void> {
  const { kopai, dice, users, acknowledged } = call;
  const request = { agentId: 'crash', userId: dice.pick(users), messageId, capture: false };
  const held = await definite(call, () => kopai.charges.create(request, { idempotencyKey: messageId }));
  if (!held) return;
  acknowledged.charges.set(messageId, held.id);
  const options = { idempotencyKey: `${messageId}-end` };
  const ending = dice.pick<'captured' | 'released'>(['captured', 'released']);
  const ended = await definite(call, () =>
    ending === 'captured' ? kopai.charges.capture(held.id, options) : kopai.charges.release(held.id, options),
  );
  if (ended) acknowledged.ended.set(held.id, ending);
}

async function topUp(call: Call, name: string): Promise<void> {
  const { kopai, side, dice, users, acknowledged } = call;
  const order = { wallet: `user:${dice.pick(users)}`, packId: 'starter', ...back };
  const opened = await definite(call, () => kopai.topups.create(order, { idempotencyKey: name }));
  if (!opened?.checkoutUrl) return;
  await side.press(opened.checkoutUrl, 'paid');
  acknowledged.topups.add(opened.id);
  if (dice.roll(4) > 0) return;
  const payment = await side.paymentOf(opened.checkoutUrl);
  if (payment) await side.stripe.refunds.create({ payment_intent: payment, amount: 100 + dice.roll(300) });
}

async function withdraw(call: Call, name: string): Promise<void> {
  const { kopai, org, acknowledged } = call;
  const order = { wallet: `org:${org}`, amount: credit };
  const made = await definite(call, () => kopai.payouts.create(order, { idempotencyKey: name }));
  if (made) acknowledged.payouts.add(made.id);
}
