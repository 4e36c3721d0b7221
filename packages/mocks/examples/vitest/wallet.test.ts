// In a test of your own code: `vitest run`. Here the code under test is `lowBalanceNotice`, which talks to Kopai by the global `fetch`.

// #region setup
import { createWorld, handlers } from '@kopai/mocks';
import { Kopai } from '@kopai/sdk';
import { setupServer } from 'msw/node';
import { afterAll, beforeAll, expect, test } from 'vitest';

const world = createWorld({ seed: 'wallet test' });
const server = setupServer(...handlers(world, { baseUrl: 'https://credits.example.com' }));
beforeAll(() => server.listen());
afterAll(() => server.close());
// #endregion setup

/** What your page says about a wallet. */
async function lowBalanceNotice(kopai: Kopai): Promise<string | undefined> {
  const { lowBalance, available } = await kopai.wallets.get('me');
  return lowBalance ? `Only ${available / 1_000_000n} credits are left.` : undefined;
}

// #region test
test('the page warns once the wallet runs low', async () => {
  const { session } = world;
  if (!session) throw new Error('Nobody is signed in.');
  const kopai = new Kopai({ baseUrl: 'https://credits.example.com', session });
  expect(await lowBalanceNotice(kopai)).toBeUndefined();

  world.adjust('user:alice', -4_000_000n, 'Spent');
  expect(await lowBalanceNotice(kopai)).toBe('Only 2 credits are left.');
});

test('a purchase lands once the payer has paid', async () => {
  const kopai = new Kopai({ baseUrl: 'https://credits.example.com', session: world.signIn({ userId: 'carol' }) });
  const here = 'https://shop.example.com/wallet';
  const topup = await kopai.topups.create({ wallet: 'me', packId: 'starter', successUrl: here, cancelUrl: here });
  world.pay(topup.id); // What the payer does at Stripe.
  expect((await kopai.wallets.get('me')).available).toBe(50_000_000n);
});
// #endregion test

// #region weather
test('a server that is down for a moment is asked again', async () => {
  world.fail('wallets.get', 'unavailable', 1);
  const kopai = new Kopai({ baseUrl: 'https://credits.example.com', apiKey: world.apiKey });
  expect(await kopai.wallets.get('user:bob')).toMatchObject({ available: 2_500_000n });
});
// #endregion weather
