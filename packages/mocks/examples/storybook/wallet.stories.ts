// Stories of the wallet, in Component Story Format 3.

import { busyMonth, createWorld, emptyWallet, inDebt, loading, serverError } from '@kopai/mocks';
import type { KopaiParameters } from './preview.ts';

interface Story {
  readonly parameters?: KopaiParameters;
}

export default {
  title: 'Wallet',
  render: (): Element => {
    const wallet = document.createElement('kopai-wallet');
    wallet.setAttribute('wallet', 'me');
    return wallet;
  },
};

// #region stories
export const Usual: Story = {};
export const Empty: Story = { parameters: { kopai: () => emptyWallet({ seed: 'empty' }) } };
export const InDebt: Story = { parameters: { kopai: () => inDebt({ seed: 'debt' }) } };
export const BusyMonth: Story = { parameters: { kopai: () => busyMonth() } };
export const Loading: Story = { parameters: { kopai: () => loading() } };
export const ServerError: Story = { parameters: { kopai: () => serverError() } };
export const TwoFailures: Story = {
  parameters: {
    kopai: () => {
      const world = createWorld();
      world.fail('wallets.get', 'unavailable', 2);
      return world;
    },
  },
};
// #endregion stories
