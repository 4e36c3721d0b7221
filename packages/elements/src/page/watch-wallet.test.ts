import { createWorld, mockFetch } from '@kopai/mocks';
import { expect } from 'chai';
import { pause, until } from '../../test/stage.ts';
import { configureKopai } from './default-page.ts';
import { watchWallet } from './watch-wallet.ts';

describe('watchWallet', () => {
  it('follows a wallet for the page, over another sign-in too, until it is told to stop', async () => {
    const signIn = () => {
      const world = createWorld();
      configureKopai({
        baseUrl: `https://${crypto.randomUUID()}.invalid`,
        fetch: mockFetch(world),
        fetchSession: world.session,
      });
      return world;
    };
    const first = signIn();
    const seen: bigint[] = [];
    const stop = watchWallet('me', (state) => {
      if (state.status === 'ready') seen.push(state.wallet.available);
    });
    await until('read', () => seen.at(-1) === 6_000_000n);
    first.adjust('user:alice', 1_000_000n, 'A gift');
    await until('told', () => seen.at(-1) === 7_000_000n);
    const second = signIn();
    await until('read anew', () => seen.at(-1) === 6_000_000n);
    stop();
    second.adjust('user:alice', 1_000_000n, 'A gift');
    await pause(50);
    expect(seen.at(-1)).to.equal(6_000_000n);
  });
});
