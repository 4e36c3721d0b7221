import { ControlError } from '../http/control-error.ts';
import { paymentIntents } from '../payment-intents/payment-intent.ts';
import type { World } from '../world/world.ts';
import { type ChargeRecord, charges } from './charge.ts';

/** The charge that paid an intent. @throws {ControlError} 404 when there is none, for a bank can't complain of it. */
export function findPaidCharge(world: World, intentId: string): ChargeRecord {
  const chargeId = world.store.in(paymentIntents).get(intentId)?.latest_charge;
  const charge = chargeId ? world.store.in(charges).get(chargeId) : undefined;
  if (!charge?.paid) throw new ControlError(`${intentId} has no paid charge`, 404);
  return charge;
}
