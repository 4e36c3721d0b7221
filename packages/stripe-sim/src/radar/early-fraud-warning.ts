import type Stripe from 'stripe';
import type { ChargeRecord } from '../charges/charge.ts';
import { disputesOf } from '../disputes/dispute.ts';
import { emit } from '../events/emit.ts';
import { noSuch } from '../http/api-error.ts';
import { defineCollection } from '../store/collection-key.ts';
import { makeId } from '../world/make-id.ts';
import type { WithIds } from '../world/references.ts';
import type { World } from '../world/world.ts';

export type EarlyFraudWarningRecord = Omit<WithIds<Stripe.Radar.EarlyFraudWarning, 'charge'>, 'payment_intent'> & {
  readonly payment_intent: string;
};

export const earlyFraudWarnings = defineCollection<EarlyFraudWarningRecord>('early_fraud_warnings');

/** What card networks call it: https://docs.stripe.com/api/radar/early_fraud_warnings/object */
export const fraudTypes = [
  'card_never_received',
  'fraudulent_card_application',
  'made_with_counterfeit_card',
  'made_with_lost_card',
  'made_with_stolen_card',
  'misc',
  'unauthorized_use_of_card',
] as const;

/** The card's issuer believes that a charge was fraud. Nothing moves; who refunds now is spared the dispute. */
export function warnOfFraud(
  world: World,
  charge: ChargeRecord,
  fraudType: (typeof fraudTypes)[number],
): EarlyFraudWarningRecord {
  const warning: EarlyFraudWarningRecord = world.store.in(earlyFraudWarnings).put({
    id: makeId('issfr'),
    object: 'radar.early_fraud_warning',
    actionable: !charge.refunded && disputesOf(world, charge.id).length === 0,
    charge: charge.id,
    created: world.clock.now(),
    fraud_type: fraudType,
    livemode: false,
    payment_intent: charge.payment_intent ?? '',
  } satisfies Stripe.Radar.EarlyFraudWarning);
  emit(world, 'radar.early_fraud_warning.created', warning);
  return warning;
}

/** @throws {ApiError} `resource_missing` */
export function findEarlyFraudWarning(world: World, id: string): EarlyFraudWarningRecord {
  const warning = world.store.in(earlyFraudWarnings).get(id);
  if (!warning) throw noSuch('early_fraud_warning', id);
  return warning;
}
