import { createWorld, pastDuePlan, proPlan } from '@kopai/mocks';
import type { GalleryGroup } from '../state.ts';
import { troublesOf } from './troubles.ts';

const element = 'kopai-plan';

export const plans: GalleryGroup = {
  title: 'Plan',
  states: [
    {
      id: 'plan-free',
      title: 'Free',
      when: 'What plans include, and the way up.',
      element,
      scenario: 'createWorld()',
      world: createWorld,
    },
    {
      id: 'plan-compact',
      title: 'Compact',
      when: 'As a wallet shows it: the comparison is folded away.',
      element,
      attributes: { compact: '' },
      scenario: 'createWorld()',
      world: createWorld,
    },
    {
      id: 'plan-pro',
      title: 'Pro',
      when: 'A paid plan, and the billing portal.',
      element,
      scenario: 'proPlan()',
      world: proPlan,
    },
    {
      id: 'plan-past-due',
      title: 'Past due',
      when: 'The last payment failed; the plan stays for a week.',
      element,
      scenario: 'pastDuePlan()',
      world: pastDuePlan,
    },
    {
      id: 'plan-ended',
      title: 'Ended',
      when: 'A paid plan has run out.',
      element,
      scenario: "createWorld(); world.plans.set('user:alice', 'ended')",
      world: (options) => {
        const world = createWorld(options);
        world.plans.set('user:alice', 'ended');
        return world;
      },
    },
    ...troublesOf({ element, id: 'plan' }),
  ],
};
