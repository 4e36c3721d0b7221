import * as z from 'zod/mini';

/** The latest payment for a wallet's top-up, as the simulated Stripe has it. Amounts in cents. */
export interface Payment {
  readonly id: string;
  readonly amountCents: number;
  readonly refundedCents: number;
  readonly dispute: 'none' | 'open' | 'won' | 'lost';
}

/** What the demo asks of the simulator: Stripe's own routes, and the controls beside them. */
export interface Simulator {
  /** Address of what stands in for Stripe.js. */
  readonly stripeJs: string;
  advanceClock(seconds: number): Promise<void>;
  latestPayment(wallet: string): Promise<Payment | undefined>;
  dispute(paymentId: string, outcome: 'created' | 'won' | 'lost'): Promise<void>;
  refund(paymentId: string, amountCents: number): Promise<void>;
}

const payments = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      amount: z.int(),
      status: z.string(),
      metadata: z.record(z.string(), z.string()),
      latest_charge: z.nullish(z.object({ amount_refunded: z.int() })),
    }),
  ),
});
const disputes = z.object({ data: z.array(z.object({ status: z.string() })) });

/** Payments that are looked through for a wallet's latest, newest first: the most that Stripe lists at once. */
const paymentsMost = 100;

/** A simulator at this address. What it refuses is thrown in its own words. */
export function simulatorAt(url: string): Simulator {
  const ask = async (path: string, init: RequestInit): Promise<unknown> => {
    const response = await fetch(url + path, init);
    const body: unknown = await response.json();
    if (!response.ok) throw new Error(`the simulator refused ${path}: ${JSON.stringify(body)}`);
    return body;
  };
  // Any test key is let in.
  const headers = { authorization: 'Bearer sk_test_kopai_demo' };
  const read = (path: string, query: Record<string, string>) =>
    ask(`${path}?${new URLSearchParams(query)}`, { headers });
  const control = (path: string, body: Record<string, unknown>) =>
    ask(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

  const disputeOf = async (paymentId: string): Promise<Payment['dispute']> => {
    const { data } = z.parse(disputes, await read('/v1/disputes', { payment_intent: paymentId, limit: '1' }));
    const status = data[0]?.status;
    if (status === undefined) return 'none';
    return status === 'won' || status === 'lost' ? status : 'open';
  };
  return {
    stripeJs: `${url}/js/stripe.js`,
    advanceClock: async (seconds) => void (await control('/_sim/clock', { advanceSeconds: seconds })),
    dispute: async (paymentIntent, outcome) => void (await control('/_sim/disputes', { paymentIntent, outcome })),
    async refund(paymentIntent, amountCents) {
      const body = new URLSearchParams({ payment_intent: paymentIntent, amount: String(amountCents) });
      await ask('/v1/refunds', { method: 'POST', headers, body });
    },
    async latestPayment(wallet) {
      const query = { limit: String(paymentsMost), 'expand[]': 'data.latest_charge' };
      const { data } = z.parse(payments, await read('/v1/payment_intents', query));
      const paid = data.find(({ status, metadata }) => status === 'succeeded' && metadata.wallet === wallet);
      if (!paid) return undefined;
      const refundedCents = paid.latest_charge?.amount_refunded ?? 0;
      return { id: paid.id, amountCents: paid.amount, refundedCents, dispute: await disputeOf(paid.id) };
    },
  };
}
