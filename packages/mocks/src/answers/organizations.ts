import { organizationOf, reaches } from '../access.ts';
import { pageOf } from '../page.ts';
import { payoutNotFound } from '../payouts.ts';
import type { World } from '../world.ts';
import type { Answers } from './call.ts';

export function organizationAnswers({ organizations }: World) {
  return {
    'wallets.earnings': ({ params, caller }) => organizations.earnings(organizationOf(caller, params.wallet, 'read')),
    'budgets.put': ({ params, body, caller }) =>
      organizations.setBudget(organizationOf(caller, params.wallet, 'manage'), params.userId, body),
    'budgets.list': ({ params, query, caller }) => {
      const orgId = organizationOf(caller, params.wallet, 'read');
      const isMember =
        caller.kind === 'session' && caller.orgs.some(({ id, role }) => id === orgId && role === 'member');
      const budgets = organizations.budgets(orgId).filter(({ userId }) => !isMember || userId === caller.userId);
      return pageOf(budgets, query, (budget) => budget.userId);
    },
  } satisfies Partial<Answers>;
}

export function payoutAnswers(world: World) {
  const { organizations, payouts } = world;
  return {
    'connect.start': ({ params, body, caller }) => {
      const orgId = organizationOf(caller, params.wallet, 'manage');
      world.requireReturnUrl('returnUrl', body.returnUrl);
      world.requireReturnUrl('refreshUrl', body.refreshUrl);
      return payouts.start(orgId, body);
    },
    'connect.get': ({ params, caller }) => payouts.state(organizationOf(caller, params.wallet, 'read')),
    'payouts.create': ({ body, caller }) => {
      const orgId = organizationOf(caller, body.wallet, 'manage');
      return payouts.create(orgId, body.amount, organizations.earnings(orgId).available);
    },
    'payouts.get': ({ params, caller }) => {
      const payout = payouts.get(params.id);
      if (!reaches(caller, payout.wallet)) throw payoutNotFound(params.id);
      return payout;
    },
    'payouts.list': ({ query, caller }) =>
      pageOf(payouts.list(organizationOf(caller, query.wallet, 'read')), query, (payout) => payout.id),
  } satisfies Partial<Answers>;
}
