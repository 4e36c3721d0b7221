import { busyMonth, createWorld } from '@kopai/mocks';
import type { GalleryGroup } from '../state.ts';
import { troublesOf } from './troubles.ts';

const element = 'kopai-chart';

export const charts: GalleryGroup = {
  title: 'Chart',
  states: [
    {
      id: 'chart-spending',
      title: 'Spending',
      when: 'What a wallet spent, day by day.',
      element,
      scenario: 'busyMonth()',
      world: busyMonth,
    },
    {
      id: 'chart-earnings',
      title: 'Earnings',
      when: 'What an organization’s agents earned.',
      element,
      attributes: { wallet: 'org:acme', shows: 'earnings' },
      scenario: 'busyMonth()',
      world: busyMonth,
    },
    {
      id: 'chart-table',
      title: 'As a table',
      when: 'The same days as numbers.',
      element,
      presses: ['.title button'],
      scenario: 'busyMonth()',
      world: busyMonth,
    },
    {
      id: 'chart-empty',
      title: 'Empty',
      when: 'Nothing was spent in these days.',
      element,
      scenario: 'createWorld()',
      world: createWorld,
    },
    ...troublesOf({ element, id: 'chart' }),
  ],
};
