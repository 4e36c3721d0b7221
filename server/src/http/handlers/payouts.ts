import { pageLimitDefault } from '@kopai/contracts';
import { callerName, mayRead } from '../../access/index.ts';
import { instantOf } from '../../clock.ts';
import {
  accountOf,
  connectStateOf,
  ensureAccount,
  listPayouts,
  mirrorAccount,
  payoutById,
  payoutNotFound,
  payoutOf,
  requestPayout,
} from '../../payouts/index.ts';
import type { Handlers } from '../call.ts';
import { pageOf, positionOf } from '../cursor.ts';
import { organizationOf } from '../organization.ts';
import { requireReturnUrl } from '../origins.ts';
import type { Services } from '../services.ts';

type PayoutHandlers = Pick<
  Handlers,
  'connect.start' | 'connect.get' | 'payouts.create' | 'payouts.get' | 'payouts.list'
>;

export const payoutHandlers = (services: Services): PayoutHandlers => ({
  'connect.start': async ({ params, body, caller }) => {
    const orgId = organizationOf(caller, params.wallet, 'manage');
    requireReturnUrl(services.origins, 'returnUrl', body.returnUrl);
    requireReturnUrl(services.origins, 'refreshUrl', body.refreshUrl);
    const account = await ensureAccount({ ...services, provider: services.payoutProvider }, orgId);
    const link = await services.payoutProvider.onboardingLink(account.account_id, body);
    return { object: 'connect_link', url: link.url, expiresAt: instantOf(link.expiresMs) };
  },
  'connect.get': async ({ params, caller }) => {
    const orgId = organizationOf(caller, params.wallet, 'read');
    await mirrorUnfinished(services, orgId);
    return connectStateOf(orgId, await accountOf(services.pool, orgId));
  },
  'payouts.create': async ({ body, caller, cause }) => {
    const orgId = organizationOf(caller, body.wallet, 'manage');
    const { ledger, clock, earningsTerms } = services;
    const row = await requestPayout(
      { ledger, clock, minimumPayout: earningsTerms.minimumPayout },
      { orgId, amount: body.amount, requestedBy: callerName(caller), cause },
    );
    return payoutOf(row);
  },
  'payouts.get': async ({ params, caller }) => {
    const row = await payoutById(services.pool, params.id);
    if (!mayRead(caller, `org:${row.org_id}`)) throw payoutNotFound(params.id);
    return payoutOf(row);
  },
  'payouts.list': async ({ query, caller }) => {
    const orgId = organizationOf(caller, query.wallet, 'read');
    const limit = query.limit ?? pageLimitDefault;
    const payouts = await listPayouts(services.pool, { orgId, before: positionOf(query.cursor), limit });
    return pageOf(payouts, limit, (payout) => payout.id);
  },
});

/** While onboarding is not finished Stripe is asked, so that a returning creator need not wait for a webhook. If it can't be asked, what is known must do. */
async function mirrorUnfinished({ pool, clock, payoutProvider }: Services, orgId: string): Promise<void> {
  const account = await accountOf(pool, orgId);
  if (!account || account.disconnected_at || account.payouts_enabled) return;
  const state = await payoutProvider.readAccount(account.account_id).catch(() => undefined);
  if (state) await mirrorAccount(pool, state, new Date(clock()));
}
