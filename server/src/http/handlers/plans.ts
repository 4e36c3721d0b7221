import { judgeFeature } from '@kopai/contracts';
import { walletFor } from '../../access/index.ts';
import { features, openPortal, readEntitlements, subscribe } from '../../plans/index.ts';
import type { Handlers } from '../call.ts';
import { requireReturnUrl } from '../origins.ts';
import type { Services } from '../services.ts';

type PlanHandlers = Pick<
  Handlers,
  'plans.list' | 'subscriptions.create' | 'portal.create' | 'entitlements.get' | 'entitlements.check'
>;

export const planHandlers = ({ pool, clock, plans, origins }: Services): PlanHandlers => ({
  'plans.list': async ({ header }) => {
    header('Cache-Control', 'public, max-age=60');
    return { data: [...plans.terms.plans], features: [...features] };
  },
  'subscriptions.create': async ({ body, caller, cause }) => {
    const wallet = walletFor(caller, body.wallet, 'manage');
    requireReturnUrl(origins, 'successUrl', body.successUrl);
    requireReturnUrl(origins, 'cancelUrl', body.cancelUrl);
    const { url } = await subscribe(plans, { ...body, wallet, cause });
    return { object: 'subscription_checkout', checkoutUrl: url };
  },
  'portal.create': async ({ body, caller }) => {
    const wallet = walletFor(caller, body.wallet, 'manage');
    requireReturnUrl(origins, 'returnUrl', body.returnUrl);
    const { url } = await openPortal(plans, { wallet, returnUrl: body.returnUrl });
    return { object: 'portal_session', url };
  },
  'entitlements.get': ({ params, caller }) =>
    readEntitlements(pool, walletFor(caller, params.wallet, 'read'), plans.terms, clock()),
  'entitlements.check': async ({ body }) => {
    const standing = await readEntitlements(pool, body.wallet, plans.terms, clock());
    return { object: 'entitlement_check', ...judgeFeature(standing.features, body), planId: standing.planId };
  },
});
