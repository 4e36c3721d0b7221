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
  /** Every call that was answered, in the order of the answers. */
  readonly answers: Answered[];
  /** Endings of charges that were refused for good, by charge, with the code of the refusal. */
  readonly refusedEndings: Map<string, string>;
  /** Calls that had to be sent again. */
  retries: number;
}

/** A call under a key, what it was answered, and how to send it once more. */
export interface Answered {
  /** What was asked, with its key. */
  readonly what: string;
  /** The answer, all of it, in JSON. */
  readonly answer: string;
  /** Sends the same under the same key until there is an answer, or a refusal, whose code it is then. */
  readonly again: () => Promise<string>;
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
    answers: [],
    refusedEndings: new Map(),
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
  const ended = Promise.all(callers);
  // Whoever stops the load is told of a caller that failed; until then nobody waits for it.
  ended.catch(() => undefined);
  return {
    acknowledged,
    async stop() {
      stopped = true;
      await ended;
    },
  };
}

type Call = LoadTarget & { readonly acknowledged: Acknowledged };

/** A refusal for good, which has left nothing behind. */
class Refused {
  readonly code: string;

  constructor(code: string) {
    this.code = code;
  }
}

/** Asks until there is a definite answer. */
async function untilDefinite<T>(acknowledged: Acknowledged, ask: () => Promise<T>): Promise<T | Refused> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof KopaiError)) throw error;
      const { status = 0, code } = error;
      if (status >= 400 && status < 500 && ![408, 429].includes(status) && code !== 'request_in_progress')
        return new Refused(code);
      acknowledged.retries += 1;
      await sleep(40);
    }
  }
}

/** Asks until there is a definite answer, and keeps it. Undefined is a refusal; `onRefusal` is told which. */
async function definite<T>(
  { acknowledged }: Call,
  what: string,
  ask: () => Promise<T>,
  onRefusal: (code: string) => void = () => undefined,
): Promise<T | undefined> {
  const first = await untilDefinite(acknowledged, ask);
  if (first instanceof Refused) {
    onRefusal(first.code);
    return undefined;
  }
  const again = async () => {
    const answer = await untilDefinite(acknowledged, ask);
    return answer instanceof Refused ? answer.code : inWords(answer);
  };
  acknowledged.answers.push({ what, answer: inWords(first), again });
  return first;
}

const inWords = (answer: unknown): string =>
  JSON.stringify(answer, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));

async function charge(call: Call, messageId: string): Promise<void> {
  const { kopai, dice, users, acknowledged } = call;
  const request = { agentId: 'crash', userId: dice.pick(users), messageId };
  const made = await definite(call, `charge ${messageId} of ${request.userId}`, () =>
    kopai.charges.create(request, { idempotencyKey: messageId }),
  );
  if (!made) return;
  acknowledged.charges.set(messageId, made.id);
  if (dice.roll(8) > 0) return;
  const refunded = await definite(
    call,
    `refund ${messageId}-refund of charge ${made.id}`,
    () => kopai.charges.refund(made.id, { idempotencyKey: `${messageId}-refund` }),
    (code) => acknowledged.refusedEndings.set(made.id, code),
  );
  if (refunded) acknowledged.ended.set(made.id, 'refunded');
}

async function hold(call: Call, messageId: string): Promise<void> {
  const { kopai, dice, users, acknowledged } = call;
  const request = { agentId: 'crash', userId: dice.pick(users), messageId, capture: false };
  const held = await definite(call, `hold ${messageId} of ${request.userId}`, () =>
    kopai.charges.create(request, { idempotencyKey: messageId }),
  );
  if (!held) return;
  acknowledged.charges.set(messageId, held.id);
  const options = { idempotencyKey: `${messageId}-end` };
  const ending = dice.pick<'captured' | 'released'>(['captured', 'released']);
  const ended = await definite(
    call,
    `${ending === 'captured' ? 'capture' : 'release'} ${messageId}-end of charge ${held.id}`,
    () => (ending === 'captured' ? kopai.charges.capture(held.id, options) : kopai.charges.release(held.id, options)),
    (code) => acknowledged.refusedEndings.set(held.id, code),
  );
  if (ended) acknowledged.ended.set(held.id, ending);
}

async function topUp(call: Call, name: string): Promise<void> {
  const { kopai, side, dice, users, acknowledged } = call;
  const order = { wallet: `user:${dice.pick(users)}`, packId: 'starter', ...back };
  const opened = await definite(call, `top-up ${name} of ${order.wallet}`, () =>
    kopai.topups.create(order, { idempotencyKey: name }),
  );
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
  const made = await definite(call, `payout ${name} of ${order.wallet}`, () =>
    kopai.payouts.create(order, { idempotencyKey: name }),
  );
  if (made) acknowledged.payouts.add(made.id);
}
