import * as z from 'zod/mini';
import { amount, hostId, idOf, instant, readable, signedAmount, sum, wallet } from './fields.ts';

/** A wallet at one moment. `balance` = `available` + `held`, less what is owed. */
export const walletState = z
  .object({
    object: z.literal('wallet'),
    id: wallet,
    balance: sum.check(z.meta({ description: 'Spendable and held credits together; negative in debt.' })),
    held: amount.check(z.meta({ description: 'Held for messages in flight.' })),
    available: amount.check(z.meta({ description: 'Spendable now.' })),
    debt: amount.check(z.meta({ description: 'Owed after a refund or dispute; the next top-up pays it first.' })),
    plan: z.string(),
    lowBalance: z.boolean(),
    autoTopup: z.nullable(z.object({ enabled: z.boolean(), threshold: amount, packId: hostId, monthlyCap: amount })),
    seq: z.int().check(z.meta({ description: 'Grows by one with every movement of the wallet.' })),
  })
  .register(z.globalRegistry, { id: 'Wallet' });

/** What the live stream sends: a wallet's numbers, and its `seq` as the event's id. */
export const balanceEvent = z.pick(walletState, {
  balance: true,
  held: true,
  available: true,
  debt: true,
  lowBalance: true,
  seq: true,
});

export const transactionKinds = [
  'adjustment',
  'capture',
  'charge',
  'dispute',
  'dispute_reversed',
  'earnings_settled',
  'free_message',
  'hold',
  'payout',
  'plan_grant',
  'refund',
  'release',
  'topup',
  'topup_refund',
] as const;
export type TransactionKind = (typeof transactionKinds)[number];

/** One movement of a wallet. */
export const transaction = z
  .object({
    id: idOf('transaction'),
    object: z.literal('transaction'),
    wallet,
    seq: z.int(),
    kind: z.enum(transactionKinds),
    amount: sum.check(z.meta({ description: 'Signed: what the spendable credits changed by.' })),
    balanceAfter: sum.check(z.meta({ description: 'Spendable credits right after.' })),
    earnings: z
      .nullable(sum)
      .check(z.meta({ description: 'Signed: what the earnings changed by, where credits did not move.' })),
    createdAt: instant,
    agentId: z.nullable(hostId),
    agentName: z.nullable(z.string()),
    userId: z.nullable(hostId).check(z.meta({ description: 'The member who sent the message.' })),
    messageId: z.nullable(hostId),
    chargeId: z.nullable(idOf('charge')),
    topupId: z.nullable(idOf('topup')),
    parts: z.nullable(z.object({ infra: amount, addOn: amount })),
    reason: z.nullable(z.string()),
    receiptUrl: z.nullable(z.string()).check(z.meta({ description: "Stripe's receipt of a top-up." })),
  })
  .register(z.globalRegistry, { id: 'Transaction' });

export const transactionFilter = {
  kind: z.optional(z.enum(transactionKinds)),
  from: z.optional(instant),
  to: z.optional(instant),
};

export const adjustmentRequest = z.strictObject({
  wallet,
  amount: signedAmount.check(z.refine((amount) => amount !== 0n, { error: 'must not be zero' })),
  reason: z.string().check(z.trim(), z.minLength(1), z.maxLength(500), readable),
});

/** A grant or a correction by an administrator. */
export const adjustment = z
  .object({
    id: idOf('adjustment'),
    object: z.literal('adjustment'),
    wallet,
    amount: signedAmount,
    reason: z.string(),
    madeBy: z.string().check(z.meta({ description: 'The key that made it.' })),
    balanceAfter: sum,
    transactionId: idOf('transaction'),
    createdAt: instant,
  })
  .register(z.globalRegistry, { id: 'Adjustment' });

export type Wallet = z.output<typeof walletState>;
export type BalanceEvent = z.output<typeof balanceEvent>;
export type Transaction = z.output<typeof transaction>;
export type Adjustment = z.output<typeof adjustment>;
