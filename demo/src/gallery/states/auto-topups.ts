import { autoTopup, createWorld } from '@kopai/mocks';
import type { GalleryGroup, GalleryState } from '../state.ts';
import { troublesOf } from './troubles.ts';

const element = 'kopai-auto-topup';

type Obstacle = readonly [state: Parameters<typeof autoTopup>[0] & string, title: string, when: string];

const standings: readonly Obstacle[] = [
  ['ready', 'On', 'It stands ready: one sentence says what is charged when.'],
  ['charging', 'Charging', 'A payment is under way.'],
  ['waiting', 'Waiting', 'The card was declined; it is tried again later.'],
  ['needs_card', 'Needs a card', 'No card is saved yet.'],
  ['needs_action', 'Needs the payer', 'The bank wants to hear from the payer.'],
  ['paused', 'Paused', 'The card was declined too often.'],
];

export const autoTopups: GalleryGroup = {
  title: 'Automatic top-up',
  states: [
    {
      id: 'auto-topup-off',
      title: 'Off',
      when: 'As everybody finds it.',
      element,
      scenario: 'createWorld()',
      world: createWorld,
    },
    {
      id: 'auto-topup-form',
      title: 'Setting it',
      when: 'What is charged when is chosen, and consented to.',
      element,
      presses: ['button'],
      scenario: 'createWorld()',
      world: createWorld,
    },
    ...standings.map(
      ([state, title, when]): GalleryState => ({
        id: `auto-topup-${state.replace('_', '-')}`,
        title,
        when,
        element,
        scenario: `autoTopup('${state}')`,
        world: (options) => autoTopup(state, options),
      }),
    ),
    {
      id: 'auto-topup-read-only',
      title: 'Read only',
      when: 'Seen by somebody who may not change it.',
      element,
      attributes: { 'read-only': '' },
      scenario: "autoTopup('ready')",
      world: (options) => autoTopup('ready', options),
    },
    ...troublesOf({ element, id: 'auto-topup' }),
  ],
};
