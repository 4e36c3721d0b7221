import { charges } from '../charges/charge.ts';
import { invalidRequest } from '../http/api-error.ts';
import { ControlError, readChoice, readInteger, readText } from '../http/control-error.ts';
import { paginate } from '../http/paginate.ts';
import type { ApiRoute, ControlRoute } from '../http/route.ts';
import { paymentIntents } from '../payment-intents/payment-intent.ts';
import type { Feature } from '../world/feature.ts';
import { defineKind } from '../world/kind.ts';
import type { World } from '../world/world.ts';
import {
  closeDispute,
  type DisputeRecord,
  disputes,
  findDispute,
  isOpen,
  openDispute,
  presentDispute,
} from './dispute.ts';

const routes: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: '/v1/disputes',
    handle(world, call) {
      const charge = call.params.string('charge');
      const intent = call.params.string('payment_intent');
      const matching = world.store
        .in(disputes)
        .newestFirst()
        .filter((dispute) => charge === null || dispute.charge === charge)
        .filter((dispute) => intent === null || dispute.payment_intent === intent);
      const page = paginate(call, matching);
      return { ...page, data: page.data.map((dispute) => presentDispute(world, dispute)) };
    },
  },
  {
    method: 'GET',
    path: '/v1/disputes/:id',
    handle: (world, call) => presentDispute(world, findDispute(world, call.path('id'))),
  },
  {
    method: 'POST',
    path: '/v1/disputes/:id/close',
    handle(world, call) {
      const dispute = findDispute(world, call.path('id'));
      if (!isOpen(dispute)) throw invalidRequest(`This dispute is already closed: it was ${dispute.status}.`);
      return presentDispute(world, closeDispute(world, dispute, 'lost'));
    },
  },
];

/** Opens a dispute on a payment (`created`), or ends the open one; `won` and `lost` open one first where none is. */
const disputeControl: ControlRoute = {
  method: 'POST',
  path: '/_sim/disputes',
  handle(world, { body }) {
    const outcome = readChoice(body, 'outcome', ['created', 'won', 'lost']);
    const intentId = readText(body, 'paymentIntent');
    const open = [...world.store.in(disputes).all()].find(
      (dispute) => dispute.payment_intent === intentId && isOpen(dispute),
    );
    if (open && outcome === 'created')
      throw new ControlError(`${intentId} already has the open dispute ${open.id}`, 409);
    const dispute = open ?? openFor(world, intentId, body);
    return presentDispute(world, outcome === 'created' ? dispute : closeDispute(world, dispute, outcome));
  },
};

export const disputesFeature: Feature = {
  kinds: [defineKind({ object: 'dispute', collection: disputes, present: presentDispute })],
  api: routes,
  controls: [disputeControl],
};

function openFor(world: World, intentId: string, body: Readonly<Record<string, unknown>>): DisputeRecord {
  const chargeId = world.store.in(paymentIntents).get(intentId)?.latest_charge;
  const charge = chargeId ? world.store.in(charges).get(chargeId) : undefined;
  if (!charge?.paid) throw new ControlError(`${intentId} has no paid charge to dispute`, 404);
  if (charge.disputed) throw new ControlError(`${charge.id} was already disputed; a charge is disputed once`, 409);
  const left = charge.amount - charge.amount_refunded;
  const amount = readInteger(body, 'amount', 1) ?? left;
  if (amount > left || left === 0) throw new ControlError(`Only ${left} of ${charge.id} is left to dispute`);
  return openDispute(world, charge, amount, body.reason === undefined ? 'fraudulent' : readText(body, 'reason'));
}
