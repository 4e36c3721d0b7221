import { centsRoundedDown, centsRoundedUp, splitAddOn, totalOf } from '@kopai/contracts';
import { createWorld, mockFetch, seededNowMs } from '@kopai/mocks';
import { Kopai } from '@kopai/sdk';
import { expect, test } from 'vitest';

const credit = 1_000_000n;
const page = 'https://shop.example.com/wallet';

/** What `guide/money.md` works out, worked out by the code. */
test('a message of 2.5 and 4.5 credits: who has what of it', () => {
  expect(totalOf({ infra: 2_500_000n, addOn: 4_500_000n })).toBe(7n * credit);
  expect(splitAddOn(4_500_000n)).toEqual({ creator: 3_150_000n, platform: 1_350_000n });
});

test('the last microcredit of an add-on is the platform’s; tags round up, money that leaves rounds down', () => {
  expect(splitAddOn(1n)).toEqual({ creator: 0n, platform: 1n });
  expect([centsRoundedUp(50_000n), centsRoundedDown(150_000n)]).toEqual([1n, 1n]);
});

test('50 credits bought, 45 spent, the $5 taken back: a debt of 45, which 150 credits pay', async () => {
  const world = createWorld();
  const fetch = mockFetch(world);
  const alice = new Kopai({ session: world.signIn({ userId: 'debtor', scopes: ['wallet:read', 'topup'] }), fetch });
  const backend = new Kopai({ apiKey: world.apiKey, fetch });
  const buy = async (packId: string) => {
    const topup = await alice.topups.create({ wallet: 'me', packId, successUrl: page, cancelUrl: page });
    world.pay(topup.id);
    await alice.topups.get(topup.id);
    return topup.id;
  };
  const first = await buy('starter');
  await backend.adjustments.create({ wallet: 'user:debtor', amount: -45n * credit, reason: 'Spent' });
  world.giveBack(first);
  expect(await alice.wallets.get('me')).toMatchObject({ debt: 45n * credit, available: 0n });
  await buy('standard');
  expect(await alice.wallets.get('me')).toMatchObject({ debt: 0n, available: 105n * credit });
});

test('fifty messages at once against three that are free: three are free', async () => {
  const world = createWorld({ nowMs: () => seededNowMs });
  const backend = new Kopai({ apiKey: world.apiKey, fetch: mockFetch(world) });
  world.adjust('user:many', 100n * credit, 'Plenty');
  const send = (_: unknown, i: number) =>
    backend.charges.create({ agentId: 'language-tutor', userId: 'many', messageId: `many-${i}` });
  const charges = await Promise.all(Array.from({ length: 50 }, send));
  expect(charges.filter(({ free }) => free)).toHaveLength(3);
});
