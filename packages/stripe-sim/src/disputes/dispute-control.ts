import { findPaidCharge } from '../charges/find-paid-charge.ts';
import { ControlError, readChoice, readInteger, readText } from '../http/control-error.ts';
import type { ControlRoute } from '../http/route.ts';
import type { World } from '../world/world.ts';
import {
  closeDispute,
  type DisputeRecord,
  disputes,
  disputesOf,
  escalateInquiry,
  isInquiry,
  isOpen,
  openDispute,
  openInquiry,
  presentDispute,
} from './dispute.ts';

type Body = Readonly<Record<string, unknown>>;

const outcomes = ['created', 'won', 'lost', 'inquiry', 'inquiry_closed'] as const;

/**
 * What a cardholder's bank does about a payment: it asks (`inquiry`), it takes the money (`created`, also out of an open
 * inquiry), and it ends either. What must be open for an ending is opened first.
 */
export const disputeControl: ControlRoute = {
  method: 'POST',
  path: '/_sim/disputes',
  handle(world, { body }) {
    const outcome = readChoice(body, 'outcome', outcomes);
    const intentId = readText(body, 'paymentIntent');
    const open = [...world.store.in(disputes).all()].find(
      (dispute) => dispute.payment_intent === intentId && isOpen(dispute),
    );
    const asked = outcome === 'inquiry' || outcome === 'inquiry_closed';
    const dispute = asked ? inquire(world, intentId, open, body) : take(world, intentId, open, body);
    if (outcome === 'inquiry' || outcome === 'created') return presentDispute(world, dispute);
    const ending = outcome === 'inquiry_closed' ? 'warning_closed' : outcome;
    return presentDispute(world, closeDispute(world, dispute, ending));
  },
};

function inquire(world: World, intentId: string, open: DisputeRecord | undefined, body: Body): DisputeRecord {
  if (!open) return openInquiry(world, ...termsOf(world, intentId, body));
  if (isInquiry(open) && body.outcome === 'inquiry_closed') return open;
  throw new ControlError(`${intentId} already has the open dispute ${open.id}`, 409);
}

function take(world: World, intentId: string, open: DisputeRecord | undefined, body: Body): DisputeRecord {
  if (!open) return openDispute(world, ...termsOf(world, intentId, body));
  if (isInquiry(open)) return escalateInquiry(world, open);
  if (body.outcome !== 'created') return open;
  throw new ControlError(`${intentId} already has the open dispute ${open.id}`, 409);
}

function termsOf(
  world: World,
  intentId: string,
  body: Body,
): [charge: ReturnType<typeof findPaidCharge>, amount: number, reason: string] {
  const charge = findPaidCharge(world, intentId);
  if (disputesOf(world, charge.id).some((dispute) => !isInquiry(dispute))) {
    throw new ControlError(`${charge.id} was already disputed; a charge is disputed once`, 409);
  }
  const left = charge.amount - charge.amount_refunded;
  const amount = readInteger(body, 'amount', 1) ?? left;
  if (amount > left || left === 0) throw new ControlError(`Only ${left} of ${charge.id} is left to dispute`);
  return [charge, amount, body.reason === undefined ? 'fraudulent' : readText(body, 'reason')];
}
