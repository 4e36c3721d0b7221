import { expect } from 'vitest';
import type { Story } from '../stories.ts';

const credit = 1_000_000n;
const day = 24 * 60 * 60_000;

/** What members may spend of their organization's wallet. */
export const budgets: Story = {
  title: 'budgets',
  async play(stage) {
    const { backend } = stage;
    const org = 'org:budgets-acme';
    const member = (role: 'owner' | 'admin' | 'member', userId: string) =>
      stage.page({ userId, orgs: [{ id: 'budgets-acme', role }] });
    await stage.agent('budgets-tutor', { infra: credit });
    await stage.grant(org, 100n * credit);
    const say = (messageId: string, userId = 'budgets-bob', more: object = {}) =>
      backend.charges.create({ agentId: 'budgets-tutor', userId, orgId: 'budgets-acme', messageId, ...more });

    stage.tell('Owners and admins set them; what was spent before counts.');
    await say('budgets-1');
    const owner = member('owner', 'budgets-olga');
    await owner.budgets.put(org, 'budgets-bob', { limit: 3n * credit, period: 'week' });
    await member('admin', 'budgets-ada').budgets.put(org, 'budgets-cleo', { limit: 0n, period: 'day' });
    const bob = member('member', 'budgets-bob');
    await stage.refused(bob.budgets.put(org, 'budgets-bob', { limit: null, period: 'day' }), 'role_required');
    await stage.refused(
      owner.budgets.put('me', 'budgets-bob', { limit: null, period: 'day' }),
      'organization_required',
    );
    await stage.refused(
      owner.budgets.put('org:budgets-other', 'budgets-bob', { limit: null, period: 'day' }),
      'wallet_forbidden',
    );

    stage.tell('A member sees their own.');
    await owner.budgets.list(org, { limit: 1 }).then((page) => page.nextPage());
    expect((await bob.budgets.list(org)).data).toHaveLength(1);
    await stage.refused(bob.budgets.list('me'), 'organization_required');
    await stage.refused(bob.budgets.list('org:budgets-other'), 'wallet_forbidden');

    stage.tell('A message over it is refused; a hold counts, and stops counting when it is released.');
    const held = await say('budgets-2', 'budgets-bob', { capture: false });
    await say('budgets-3');
    await stage.refused(say('budgets-4'), 'budget_exceeded');
    await backend.charges.release(held.id);
    await say('budgets-4');
    await stage.refused(say('budgets-5', 'budgets-cleo'), 'budget_exceeded');

    stage.tell('A new week is a new budget, and a lifted one binds nobody.');
    await stage.later(7 * day);
    await say('budgets-6');
    await owner.budgets.list(org);
    await owner.budgets.put(org, 'budgets-bob', { limit: null, period: 'week' });
    await owner.budgets.list(org);
  },
};
