import { ControlError, readChoice, refuseOthers } from '../http/control-error.ts';
import type { ControlRoute } from '../http/route.ts';
import { failRefund, refundFailures } from './fail-refund.ts';
import { refunds } from './refund.ts';

/** What a bank does with a refund days after Stripe called it done. */
export const refundControl: ControlRoute = {
  method: 'POST',
  path: '/_sim/refunds/:id',
  handle(world, { body, path }) {
    refuseOthers(body, ['outcome', 'reason']);
    readChoice(body, 'outcome', ['failed']);
    const reason = body.reason === undefined ? 'unknown' : readChoice(body, 'reason', refundFailures);
    const refund = world.store.in(refunds).get(path('id'));
    if (!refund) throw new ControlError(`There is no refund ${path('id')}`, 404);
    if (refund.status !== 'succeeded') throw new ControlError(`The refund is ${refund.status}`, 409);
    return failRefund(world, refund, reason);
  },
};
