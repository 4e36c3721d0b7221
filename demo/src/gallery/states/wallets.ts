import {
  budgetedMember,
  busyMonth,
  createWorld,
  creator,
  emptyWallet,
  failing,
  fullWallet,
  inDebt,
  lowBalance,
  offline,
  partial,
  type World,
  type WorldOptions,
} from '@kopai/mocks';
import type { GalleryGroup, GalleryState } from '../state.ts';
import { troublesOf } from './troubles.ts';

const element = 'kopai-wallet';
const acme = { wallet: 'org:acme' } as const;

/** A wallet on which nothing but this balance is of interest: the sections below it have groups of their own. */
function newcomer(options: WorldOptions): World {
  const world = createWorld(options);
  world.session = world.signIn({ userId: 'carol', orgs: [] });
  return world;
}

const balances: readonly GalleryState[] = [
  {
    id: 'wallet-full',
    title: 'Full',
    when: 'Credits, a message in flight, and a history of every kind.',
    element,
    scenario: 'fullWallet()',
    world: fullWallet,
  },
  {
    id: 'wallet-busy',
    title: 'A busy month',
    when: 'Thirty days of spending.',
    element,
    scenario: 'busyMonth()',
    world: busyMonth,
  },
  {
    id: 'wallet-new',
    title: 'New',
    when: 'Somebody’s first visit: nothing has moved yet.',
    element,
    scenario: "createWorld(); world.signIn({ userId: 'carol', orgs: [] })",
    world: newcomer,
  },
  {
    id: 'wallet-empty',
    title: 'Empty',
    when: 'Everything is spent.',
    element,
    scenario: 'emptyWallet()',
    world: emptyWallet,
  },
  {
    id: 'wallet-low',
    title: 'Low',
    when: 'Enough for a few messages more.',
    element,
    scenario: 'lowBalance()',
    world: lowBalance,
  },
  {
    id: 'wallet-debt',
    title: 'In debt',
    when: 'A refund took back what was spent already: messages wait for a top-up.',
    element,
    scenario: 'inDebt()',
    world: inDebt,
  },
];

const uses: readonly GalleryState[] = [
  {
    id: 'wallet-topup',
    title: 'Topping up',
    when: 'Top up was pressed.',
    element,
    attributes: { 'no-plan': '' },
    presses: ['button[aria-expanded]'],
    scenario: 'createWorld()',
    world: createWorld,
  },
  {
    id: 'wallet-paid',
    title: 'Back from paying',
    when: 'The payer has come back, and the credits are there.',
    element,
    attributes: { 'no-plan': '' },
    scenario: 'createWorld(); world.pay(topup.id)',
    world: createWorld,
    returned: (world) => {
      const [pack] = world.catalog.packs;
      if (!pack) throw new Error('the world sells no pack');
      const url = 'https://page.invalid/';
      const { id } = world.topups.create({ wallet: 'user:alice', pack, successUrl: url, cancelUrl: url });
      world.pay(id);
      return id;
    },
  },
  {
    id: 'wallet-creator',
    title: 'An organization’s',
    when: 'Seen by its owner: earnings, budgets, and what messages cost it.',
    element,
    attributes: acme,
    scenario: 'creator()',
    world: creator,
  },
  {
    id: 'wallet-member',
    title: 'A member’s view',
    when: 'Seen by somebody who spends an organization’s credits and buys none.',
    element,
    attributes: { ...acme, 'no-topup': '' },
    scenario: 'budgetedMember()',
    world: budgetedMember,
  },
];

export const wallets: GalleryGroup = {
  title: 'Wallet',
  states: [
    ...balances,
    ...uses,
    {
      id: 'wallet-partial',
      title: 'In part',
      when: 'The history can’t be read; everything else can.',
      element,
      scenario: 'partial()',
      world: (options) => partial('wallets.transactions', options),
    },
    ...troublesOf({ element, id: 'wallet' }),
    {
      id: 'wallet-offline',
      title: 'Offline',
      when: 'No answer at all: the connection is down.',
      element,
      scenario: 'offline()',
      world: offline,
    },
    {
      id: 'wallet-forbidden',
      title: 'Not allowed',
      when: 'The reader may not see this wallet.',
      element,
      scenario: "failing('wallet_forbidden')",
      world: (options) => failing('wallet_forbidden', options),
    },
  ],
};
