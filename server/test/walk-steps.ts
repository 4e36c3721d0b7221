import { advancePayout, sweepPayouts } from '../src/payouts/index.ts';
import { sweep } from '../src/topups/index.ts';
import type { Dice } from './dice.ts';
import { grant, type RunningServer } from './running-server.ts';
import { type StripeSide, sessionOf } from './stripe-side.ts';

const credit = 1_000_000n;
const back = { successUrl: 'http://localhost:3000/', cancelUrl: 'http://localhost:3000/' };

/** Where a walk is: what it has made so far, to be picked from. */
export interface Walk {
  readonly server: RunningServer;
  readonly side: StripeSide;
  readonly dice: Dice;
  readonly charges: string[];
  readonly holds: string[];
  readonly checkouts: string[];
  readonly payouts: string[];
  /** Counts what is made, so that each has a name of its own. */
  serial: number;
  /** Turns both clocks, ours and Stripe's. */
  advance(seconds: number): Promise<void>;
}

export const users = ['ann', 'ben', 'cas'] as const;
export const agents = ['walk-paid', 'walk-free', 'walk-dear'] as const;

/** An operation. It may be refused: then it must have changed nothing, which the invariants tell. */
type Step = (walk: Walk) => Promise<unknown>;

const report = (error: unknown) => {
  // What can't be swept now, because Stripe is in a bad mood, is swept later.
  if (!(error instanceof Error)) throw error;
};

const last = <T>(dice: Dice, of: readonly T[]): T => {
  const picked = of[Math.max(0, of.length - 1 - dice.roll(12))];
  if (picked === undefined) throw new NothingToPick();
  return picked;
};

/** A step that needs what nothing has made yet. */
export class NothingToPick extends Error {}

const name = (walk: Walk) => {
  walk.serial += 1;
  return `walk-${walk.serial}`;
};

const message = (walk: Walk) => {
  const { dice } = walk;
  const inOrganization = dice.roll(3) === 0;
  return {
    agentId: dice.pick(agents),
    userId: dice.pick(users),
    // Now and then one that was charged before.
    messageId: dice.roll(10) === 0 ? `walk-${1 + dice.roll(walk.serial + 1)}` : name(walk),
    ...(inOrganization && { orgId: 'acme' }),
  };
};

export const wallets = ['user:ann', 'user:ben', 'user:cas', 'org:acme'] as const;

async function paymentOfSome({ side, dice, checkouts }: Walk): Promise<string> {
  const payment = await side.paymentOf(last(dice, checkouts));
  if (payment === null) throw new NothingToPick();
  return payment;
}

async function accountOfMaker({ server }: Walk): Promise<string> {
  const [row] = await server.pool.query<{ account_id: string }>('select account_id from connected_accounts');
  return row?.account_id ?? '';
}

export const steps: Readonly<Record<string, Step>> = {
  async charge(walk) {
    walk.charges.push((await walk.server.kopai.charges.create(message(walk))).id);
  },
  async chargeMany(walk) {
    const { data } = await walk.server.kopai.charges.createBatch(Array.from({ length: 5 }, () => message(walk)));
    for (const outcome of data) if (outcome.ok) walk.charges.push(outcome.charge.id);
  },
  async hold(walk) {
    walk.holds.push((await walk.server.kopai.charges.create({ ...message(walk), capture: false })).id);
  },
  async capture({ server, dice, charges, holds }) {
    const id = last(dice, holds);
    await server.kopai.charges.capture(id);
    charges.push(id);
  },
  release: ({ server, dice, holds }) => server.kopai.charges.release(last(dice, holds)),
  refund: ({ server, dice, charges }) => server.kopai.charges.refund(last(dice, charges)),
  adjust: ({ server, dice }) =>
    grant(server.kopai, dice.pick(wallets), BigInt(dice.roll(60) - 20) * credit + BigInt(dice.roll(1_000))),
  budget: ({ server, dice }) =>
    server.kopai.budgets.put('org:acme', dice.pick(users), {
      limit: dice.roll(4) === 0 ? null : BigInt(dice.roll(40)) * credit,
      period: dice.pick(['day', 'week', 'month']),
    }),
  async openTopup({ server, dice, checkouts }) {
    const order = { wallet: dice.pick(wallets), packId: dice.pick(['starter', 'standard', 'pro']), ...back };
    const { checkoutUrl } = await server.kopai.topups.create({ ...order, saveCard: dice.roll(2) === 0 });
    if (checkoutUrl) checkouts.push(checkoutUrl);
  },
  pay: ({ side, dice, checkouts }) =>
    side.press(last(dice, checkouts), dice.pick(['paid', 'paid', 'paid', 'pay_later', 'declined', 'canceled'])),
  settlePayment: ({ side, dice, checkouts }) =>
    side.control(`async/${sessionOf(last(dice, checkouts))}`, { outcome: dice.pick(['succeeded', 'failed']) }),
  expireCheckout: ({ side, dice, checkouts }) => side.stripe.checkout.sessions.expire(sessionOf(last(dice, checkouts))),
  refundTopup: async (walk) =>
    walk.side.stripe.refunds.create({
      payment_intent: await paymentOfSome(walk),
      ...(walk.dice.roll(3) > 0 && { amount: 1 + walk.dice.roll(300) }),
    }),
  async failRefund({ side, dice }) {
    const { data } = await side.stripe.refunds.list({ limit: 5 });
    await side.control(`refunds/${last(dice, data).id}`, { outcome: 'failed' });
  },
  dispute: async (walk) =>
    walk.side.control('disputes', {
      paymentIntent: await paymentOfSome(walk),
      outcome: walk.dice.pick(['created', 'created', 'won', 'lost', 'inquiry', 'inquiry_closed']),
    }),
  autoTopup: ({ server, dice }) =>
    server.kopai.autoTopup.put(dice.pick(wallets), {
      enabled: dice.roll(3) > 0,
      threshold: BigInt(dice.roll(50)) * credit,
      packId: 'starter',
      monthlyCap: 200n * credit,
    }),
  async subscribe({ server, side, dice }) {
    const user = dice.pick(users);
    const page = server.page({ userId: user, scopes: ['plan'] });
    const { checkoutUrl } = await page.plans.subscribe({ wallet: 'me', planId: 'pro', ...back });
    await side.press(checkoutUrl, dice.pick(['paid', 'declined']));
  },
  async unsubscribe({ side, dice }) {
    const { data } = await side.stripe.subscriptions.list({ limit: 5 });
    await side.stripe.subscriptions.cancel(last(dice, data).id);
  },
  async withdraw({ server, dice, payouts }) {
    const amount = 100n * credit + BigInt(dice.roll(200)) * (credit / 10n);
    payouts.push((await server.kopai.payouts.create({ wallet: 'org:maker', amount })).id);
  },
  advancePayout: ({ server, dice, payouts }) => advancePayout(server.app.services.payouts, last(dice, payouts)),
  async reverseTransfer({ side, dice }) {
    const { data } = await side.stripe.transfers.list({ limit: 5 });
    await side.stripe.transfers.createReversal(last(dice, data).id, { amount: 1 + dice.roll(600) });
  },
  async bankPayout(walk) {
    await walk.side.control('payouts', { account: await accountOfMaker(walk), fail: 1 });
  },
  settle: ({ server }) => server.app.services.charges.settleDue(),
  releaseExpired: ({ server }) => server.app.services.charges.releaseExpired(),
  sweepTopups: ({ server }) => sweep(server.app.services, report),
  sweepPayouts: ({ server }) => sweepPayouts(server.app.services.payouts, report),
  minutes: (walk) => walk.advance(60 + walk.dice.roll(1_800)),
  days: (walk) => walk.advance(86_400 + walk.dice.roll(86_400)),
  resend: async ({ side, dice }) => {
    const { data } = await side.stripe.events.list({ limit: 20 });
    await side.control(`events/${last(dice, data).id}/resend`, {});
  },
  webhooksMisbehave: ({ side, dice }) =>
    side.control('chaos', {
      [dice.pick(['late', 'twice', 'outOfOrder', 'drop', 'badSignature', 'stale'])]: 1 + dice.roll(6),
      lateMs: 50 + dice.roll(300),
    }),
  answersAreLost: ({ side, dice }) =>
    side.control('chaos', {
      [dice.pick(['error500BeforeCommit', 'error500AfterCommit'])]: 1 + dice.roll(4),
      requests: ['POST /v1/transfers', 'POST /v1/checkout', 'POST /v1/payment_intents', 'GET /v1/'],
    }),
  calm: ({ side }) => side.control('chaos', {}),
};

/** How often a step is drawn, where it is not once: money must move for the rest to matter. */
export const weights: Readonly<Record<string, number>> = {
  charge: 8,
  chargeMany: 4,
  hold: 4,
  capture: 3,
  release: 2,
  openTopup: 5,
  pay: 6,
};
