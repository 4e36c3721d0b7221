import { createWorld, fullWallet } from '@kopai/mocks';
import type { GalleryGroup } from '../state.ts';
import { troublesOf } from './troubles.ts';

const element = 'kopai-transactions';

export const histories: GalleryGroup = {
  title: 'History',
  states: [
    {
      id: 'history-full',
      title: 'Full',
      when: 'Every kind of movement, and another page.',
      element,
      attributes: { 'page-size': '8' },
      scenario: 'fullWallet()',
      world: fullWallet,
    },
    {
      id: 'history-more',
      title: 'Another page',
      when: 'Load more was pressed.',
      element,
      attributes: { 'page-size': '4' },
      presses: ['[part=more]'],
      scenario: 'fullWallet()',
      world: fullWallet,
    },
    {
      id: 'history-empty',
      title: 'Empty',
      when: 'Nothing has moved yet.',
      element,
      scenario: "createWorld(); world.signIn({ userId: 'carol', orgs: [] })",
      world: (options) => {
        const world = createWorld(options);
        world.session = world.signIn({ userId: 'carol', orgs: [] });
        return world;
      },
    },
    ...troublesOf({ element, id: 'history' }),
  ],
};
