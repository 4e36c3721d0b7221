import { walletFor } from '../access.ts';
import type { World } from '../world.ts';
import type { Answers } from './call.ts';

export function planAnswers(world: World) {
  const { plans } = world;
  return {
    'plans.list': () => ({ data: [...plans.plans], features: [...plans.features] }),
    'subscriptions.create': ({ body, caller }) => {
      const wallet = walletFor(caller, body.wallet, 'manage');
      world.requireReturnUrl('successUrl', body.successUrl);
      world.requireReturnUrl('cancelUrl', body.cancelUrl);
      return plans.subscribe(wallet, body);
    },
    'portal.create': ({ body, caller }) => {
      const wallet = walletFor(caller, body.wallet, 'manage');
      world.requireReturnUrl('returnUrl', body.returnUrl);
      return plans.portal(wallet, body);
    },
    'entitlements.get': ({ params, caller }) => plans.entitlements(walletFor(caller, params.wallet, 'read')),
    'entitlements.check': ({ body }) => plans.check(body),
  } satisfies Partial<Answers>;
}
