import type { TurnableClock } from './clock.ts';
import type { Payment, Simulator } from './simulator.ts';

/** What the panel shows. */
export interface SimulationView {
  /** The simulated time, in milliseconds since 1970, and whole days it is ahead. */
  readonly now: number;
  readonly daysAhead: number;
  /** The latest top-up of the wallet that is looked at. */
  readonly payment: Payment | undefined;
}

/** What somebody who tries the demo can have happen: time passes, banks and buyers change their minds. */
export interface Simulation {
  /** The script that stands in for Stripe.js, under the simulator's address. */
  readonly stripeJs: string;
  view(wallet: string | undefined): Promise<SimulationView>;
  /** Turns all clocks a day ahead; what falls due on that day has been settled when it resolves. */
  passDay(): Promise<void>;
  /** Has it happen to the wallet's latest top-up. Throws `NothingToSimulateError`. */
  act(wallet: string, action: PaymentAction): Promise<void>;
}

/** The wallet has no top-up that the action fits, or somebody else was quicker. */
export class NothingToSimulateError extends Error {
  override readonly name = 'NothingToSimulateError';
  override readonly message = 'There is no top-up that this can happen to.';
}

export const paymentActions = ['dispute', 'win', 'lose', 'refund'] as const;
export type PaymentAction = (typeof paymentActions)[number];

/** What one press on "Refund" gives back: part of even the smallest pack. */
export const refundCents = 100;

const dayMs = 24 * 60 * 60 * 1000;

export function createSimulation({
  clock,
  simulator,
  settle,
}: {
  readonly clock: TurnableClock;
  readonly simulator: Simulator;
  /** Moves earnings that have become due. Also happens by itself each minute, which is long to look on. */
  readonly settle: () => Promise<unknown>;
}): Simulation {
  let lastDay = Promise.resolve();
  const passDay = async () => {
    // The simulator goes first: should it fail, no clock has moved.
    await simulator.advanceClock(dayMs / 1000);
    await clock.turn(dayMs);
    await settle();
  };
  return {
    stripeJs: simulator.stripeJs,
    async view(wallet) {
      const payment = wallet === undefined ? undefined : await simulator.latestPayment(wallet);
      return { now: clock.now(), daysAhead: Math.round(clock.aheadMs() / dayMs), payment };
    },
    passDay() {
      // One after the other: two presses are two days.
      const day = lastDay.then(passDay);
      lastDay = day.catch(() => undefined);
      return day;
    },
    async act(wallet, action) {
      const payment = await simulator.latestPayment(wallet);
      if (!payment || !actionsOn(payment).includes(action)) throw new NothingToSimulateError();
      if (action === 'refund') await simulator.refund(payment.id, refundCents);
      else await simulator.dispute(payment.id, outcomes[action]);
    },
  };
}

const outcomes = { dispute: 'created', win: 'won', lose: 'lost' } as const;

/** What can happen to a payment as it stands: it is disputed once, and while it is, nothing of it is refunded. */
export function actionsOn({ dispute, amountCents, refundedCents }: Payment): readonly PaymentAction[] {
  if (dispute === 'open') return ['win', 'lose'];
  const refundable = dispute !== 'lost' && amountCents - refundedCents >= refundCents;
  return [
    ...(dispute === 'none' && amountCents > refundedCents ? ['dispute' as const] : []),
    ...(refundable ? ['refund' as const] : []),
  ];
}
