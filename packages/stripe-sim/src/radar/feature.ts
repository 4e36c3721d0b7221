import { findPaidCharge } from '../charges/find-paid-charge.ts';
import { readChoice, readText, refuseOthers } from '../http/control-error.ts';
import { paginate } from '../http/paginate.ts';
import type { Feature } from '../world/feature.ts';
import { defineKind } from '../world/kind.ts';
import { earlyFraudWarnings, findEarlyFraudWarning, fraudTypes, warnOfFraud } from './early-fraud-warning.ts';

/** Early fraud warnings, which a control has a card's issuer send. */
export const radarFeature: Feature = {
  kinds: [defineKind({ object: 'radar.early_fraud_warning', collection: earlyFraudWarnings })],
  api: [
    {
      method: 'GET',
      path: '/v1/radar/early_fraud_warnings',
      handle(world, call) {
        const charge = call.params.string('charge');
        const intent = call.params.string('payment_intent');
        const matching = world.store
          .in(earlyFraudWarnings)
          .newestFirst()
          .filter((warning) => charge === null || warning.charge === charge)
          .filter((warning) => intent === null || warning.payment_intent === intent);
        return paginate(call, matching);
      },
    },
    {
      method: 'GET',
      path: '/v1/radar/early_fraud_warnings/:id',
      handle: (world, { path }) => findEarlyFraudWarning(world, path('id')),
    },
  ],
  controls: [
    {
      method: 'POST',
      path: '/_sim/early_fraud_warnings',
      handle(world, { body }) {
        refuseOthers(body, ['paymentIntent', 'fraudType']);
        const fraudType = body.fraudType === undefined ? 'misc' : readChoice(body, 'fraudType', fraudTypes);
        return warnOfFraud(world, findPaidCharge(world, readText(body, 'paymentIntent')), fraudType);
      },
    },
  ],
};
