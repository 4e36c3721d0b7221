import { budgetedMember, createWorld, type WorldOptions } from '@kopai/mocks';
import type { GalleryGroup } from '../state.ts';
import { troublesOf } from './troubles.ts';

const element = 'kopai-budgets';
const attributes = { wallet: 'org:acme' } as const;

function team(options: WorldOptions) {
  const world = budgetedMember(options);
  world.session = world.signIn({ userId: 'alice', orgs: [{ id: 'acme', role: 'owner' }] });
  world.organizations.setBudget('acme', 'carol', { limit: 50_000_000n, period: 'month' });
  world.organizations.setBudget('acme', 'dave', { limit: 4_000_000n, period: 'day' });
  return world;
}

export const budgets: GalleryGroup = {
  title: 'Budgets',
  states: [
    {
      id: 'budgets-team',
      title: 'A team’s',
      when: 'What members may spend and have spent.',
      element,
      attributes,
      scenario: 'budgetedMember(), signed in as its owner',
      world: team,
    },
    {
      id: 'budgets-form',
      title: 'Changing one',
      when: 'A member’s budget is being set.',
      element,
      attributes,
      presses: ['[part=budget] button'],
      scenario: 'budgetedMember(), signed in as its owner',
      world: team,
    },
    {
      id: 'budgets-empty',
      title: 'None',
      when: 'Every member may spend what is there.',
      element,
      attributes,
      scenario: 'createWorld()',
      world: createWorld,
    },
    {
      id: 'budgets-member',
      title: 'Seen by a member',
      when: 'Somebody’s own budget.',
      element,
      attributes: { ...attributes, 'read-only': '' },
      scenario: 'budgetedMember()',
      world: budgetedMember,
    },
    ...troublesOf({ element, attributes, id: 'budgets' }),
  ],
};
