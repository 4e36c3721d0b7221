import * as z from 'zod/mini';
import { decodeAmounts, encodeAmounts } from './amount-fields.ts';
import { amount, count, hostId, idOf, instant, sum, wallet } from './fields.ts';

/** Charges one bulk request may hold. */
export const chargeBatchMost = 1_000;

export const chargeStatuses = ['held', 'captured', 'released', 'refunded'] as const;
export type ChargeStatus = (typeof chargeStatuses)[number];

export const chargeRequest = z.strictObject({
  agentId: hostId,
  userId: hostId,
  orgId: z.optional(hostId),
  messageId: hostId,
  quote: z.optional(z.string().check(z.minLength(1), z.maxLength(2_000))),
  capture: z.optional(z.boolean()),
});

const parts = z.object({ infra: amount, addOn: amount });

/** What one message cost, who paid and why that much. */
export const charge = z
  .object({
    id: idOf('charge'),
    object: z.literal('charge'),
    status: z.enum(chargeStatuses),
    agentId: hostId,
    userId: hostId,
    orgId: z.nullable(hostId),
    wallet,
    messageId: hostId,
    free: z.boolean(),
    amount,
    parts,
    waived: parts.check(
      z.meta({ description: 'What a free message would have cost: infra paid by Kopai, add-on waived.' }),
    ),
    quoteVersion: z.int().check(z.meta({ description: "The version of the agent's price that was charged." })),
    freeMessagesRemaining: count,
    balanceAfter: sum.check(z.meta({ description: 'Spendable credits of the wallet right after this charge.' })),
    createdAt: instant,
    holdExpiresAt: z.nullable(instant),
  })
  .register(z.globalRegistry, { id: 'Charge' });

const refusal = z.looseObject({ code: z.string(), status: z.int(), detail: z.string() });
type Refusal = z.output<typeof refusal>;

/** A charge's outcome in a bulk request, in the order asked. The amounts among a problem's members are known by their names. */
export const chargeOutcome = z.union([
  z.object({ ok: z.literal(true), replayed: z.boolean(), charge }),
  z.object({
    ok: z.literal(false),
    problem: z.codec(refusal, refusal, {
      decode: (wire) => decodeAmounts(structuredClone(wire)) as Refusal,
      encode: (problem) => encodeAmounts(problem) as Refusal,
    }),
  }),
]);

export const chargeBatchRequest = z.strictObject({
  charges: z.array(chargeRequest).check(z.minLength(1), z.maxLength(chargeBatchMost)),
});
export const chargeBatch = z.object({ data: z.array(chargeOutcome) });

export type ChargeRequest = z.output<typeof chargeRequest>;
export type Charge = z.output<typeof charge>;
export type ChargeOutcome = z.output<typeof chargeOutcome>;
