import { createWorld, type World } from '@kopai/mocks';
import type { GalleryGroup, GalleryState } from '../state.ts';
import { troublesOf } from './troubles.ts';

const element = 'kopai-topup';

/** A top-up of alice's that a payer has left for, as the page's URL names it when they come back. */
function order(world: World): string {
  const pack = world.catalog.packs[1];
  if (!pack) throw new Error('the world sells no second pack');
  const url = 'https://page.invalid/';
  return world.topups.create({ wallet: 'user:alice', pack, successUrl: url, cancelUrl: url }).id;
}

type Outcome = readonly [id: string, title: string, when: string, act: string, (world: World, id: string) => unknown];

const outcomes: readonly Outcome[] = [
  ['pending', 'Not paid yet', 'The payer came back without paying, and can go on.', '', () => undefined],
  [
    'processing',
    'Under way',
    'Paid by a way that takes days.',
    'world.payLater(topup.id)',
    (world, id) => world.payLater(id),
  ],
  ['paid', 'Paid', 'The credits have landed.', 'world.pay(topup.id)', (world, id) => world.pay(id)],
  ['failed', 'Declined', 'The bank said no.', 'world.decline(topup.id)', (world, id) => world.decline(id)],
  ['expired', 'Expired', 'Nobody paid in time.', 'world.expire(topup.id)', (world, id) => world.expire(id)],
];

const results: readonly GalleryState[] = outcomes.map(([id, title, when, act, settle]) => ({
  id: `topup-${id}`,
  title,
  when,
  element,
  scenario: `createWorld()${act && `; ${act}`}`,
  world: createWorld,
  returned: (world) => {
    const topupId = order(world);
    settle(world, topupId);
    return topupId;
  },
}));

export const topups: GalleryGroup = {
  title: 'Top-up',
  states: [
    {
      id: 'topup-packs',
      title: 'Packs',
      when: 'Somebody wants to buy credits.',
      element,
      scenario: 'createWorld()',
      world: createWorld,
    },
    {
      id: 'topup-empty',
      title: 'No packs',
      when: 'The shop sells none at the moment.',
      element,
      scenario: 'createWorld({ packs: [] })',
      world: (options) => createWorld({ ...options, packs: [] }),
    },
    {
      id: 'topup-refused',
      title: 'Refused',
      when: 'The server would not open a checkout.',
      element,
      presses: ['[part=pay]'],
      scenario: "world.fail('topups.create', 'wallet_forbidden')",
      world: (options) => {
        const world = createWorld(options);
        world.fail('topups.create', 'wallet_forbidden');
        return world;
      },
    },
    {
      id: 'topup-inside',
      title: 'Paying inside the page',
      when: 'With ui-mode="embedded": Stripe’s form stands here.',
      element,
      attributes: { 'ui-mode': 'embedded' },
      presses: ['[part=pay]'],
      scenario: 'createWorld()',
      world: createWorld,
    },
    {
      id: 'topup-checking',
      title: 'Checking',
      when: 'The payer has come back, and how it went is being asked.',
      element,
      scenario: "world.delay(Infinity, 'topups.get')",
      world: (options) => {
        const world = createWorld(options);
        world.delay(Number.POSITIVE_INFINITY, 'topups.get');
        return world;
      },
      returned: order,
      waits: true,
    },
    ...results,
    ...troublesOf({ element, id: 'topup' }),
  ],
};
