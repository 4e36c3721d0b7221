import { busyMonth, createWorld, creator, pausedPayouts, queuedPayout, type WorldOptions } from '@kopai/mocks';
import type { GalleryGroup } from '../state.ts';
import { troublesOf } from './troubles.ts';

const element = 'kopai-earnings';
const attributes = { wallet: 'org:acme' } as const;

function unfinished(options: WorldOptions) {
  const world = creator(options);
  const url = 'https://page.invalid/';
  world.payouts.start('fresh', { returnUrl: url, refreshUrl: url });
  world.session = world.signIn({ userId: 'alice', orgs: [{ id: 'fresh', role: 'owner' }] });
  return world;
}

export const earnings: GalleryGroup = {
  title: 'Earnings',
  states: [
    {
      id: 'earnings-unconnected',
      title: 'Not connected',
      when: 'An organization that has never connected Stripe.',
      element,
      attributes,
      scenario: 'createWorld()',
      world: createWorld,
    },
    {
      id: 'earnings-unfinished',
      title: 'Onboarding unfinished',
      when: 'Stripe’s questions were left in the middle.',
      element,
      attributes: { wallet: 'org:fresh' },
      scenario: "world.payouts.start('fresh', …)",
      world: unfinished,
    },
    {
      id: 'earnings-ready',
      title: 'Ready to withdraw',
      when: 'Enough has settled, and the account is ready.',
      element,
      attributes,
      scenario: 'creator()',
      world: creator,
    },
    {
      id: 'earnings-queued',
      title: 'Payout queued',
      when: 'Asked for, and waiting until the platform’s balance at Stripe allows it.',
      element,
      attributes,
      scenario: 'queuedPayout()',
      world: queuedPayout,
    },
    {
      id: 'earnings-paused',
      title: 'Payouts paused',
      when: 'The creator’s bank sends payouts back.',
      element,
      attributes,
      scenario: 'pausedPayouts()',
      world: pausedPayouts,
    },
    {
      id: 'earnings-paid',
      title: 'Weekly payouts',
      when: 'A creator’s month, with payouts that have arrived.',
      element,
      attributes,
      scenario: 'busyMonth()',
      world: busyMonth,
    },
    {
      id: 'earnings-member',
      title: 'Seen by a member',
      when: 'What the organization earns, without what only its owners may do.',
      element,
      attributes: { ...attributes, 'read-only': '' },
      scenario: 'creator()',
      world: creator,
    },
    {
      id: 'earnings-invalid',
      title: 'Amount refused',
      when: 'More was asked for than is there: the field says so.',
      element,
      attributes,
      presses: ['.max', '[part=withdraw] button[type=submit], [part=withdraw] .primary'],
      scenario: "creator(); world.fail('payouts.create', 'payouts_paused')",
      world: (options) => {
        const world = creator(options);
        world.fail('payouts.create', 'payouts_paused');
        return world;
      },
    },
    ...troublesOf({ element, attributes, id: 'earnings' }),
  ],
};
