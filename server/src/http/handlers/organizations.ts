import { pageLimitDefault } from '@kopai/contracts';
import { callerName, roleIn } from '../../access/index.ts';
import { listBudgets, setBudget } from '../../charges/index.ts';
import { readEarnings } from '../../earnings/index.ts';
import { accountOf, connectStateOf } from '../../payouts/index.ts';
import type { Handlers } from '../call.ts';
import { pageOf, positionOf } from '../cursor.ts';
import { organizationOf } from '../organization.ts';
import type { Services } from '../services.ts';

type OrganizationHandlers = Pick<Handlers, 'wallets.earnings' | 'budgets.put' | 'budgets.list'>;

/** What organizations have and persons do not: earnings, and members with budgets. */
export const organizationHandlers = (services: Services): OrganizationHandlers => ({
  'wallets.earnings': async ({ params, caller }) => {
    const orgId = organizationOf(caller, params.wallet, 'read');
    const { payoutsEnabled } = connectStateOf(orgId, await accountOf(services.pool, orgId));
    return { ...(await readEarnings(services.pool, orgId, services.earningsTerms)), payoutsEnabled };
  },
  'budgets.put': ({ params, body, caller }) =>
    setBudget(services, {
      orgId: organizationOf(caller, params.wallet, 'manage'),
      userId: params.userId,
      ...body,
      changedBy: callerName(caller),
    }),
  'budgets.list': async ({ params, query, caller }) => {
    const orgId = organizationOf(caller, params.wallet, 'read');
    const limit = query.limit ?? pageLimitDefault;
    // What the others may spend is the managers' business.
    const own = caller.kind === 'session' && roleIn(caller, orgId) === 'member' ? caller.userId : undefined;
    const after = positionOf(query.cursor) ?? '';
    const budgets = await listBudgets(services.pool, { orgId, userId: own, after, limit, nowMs: services.clock() });
    return pageOf(budgets, limit, (budget) => budget.userId);
  },
});
