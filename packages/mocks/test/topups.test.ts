import { Kopai, responseOf } from '@kopai/sdk';
import { expect, test } from 'vitest';
import { createWorld, mockFetch, type World } from '../src/index.ts';
import { rejection } from './rejection.ts';

const order = {
  wallet: 'me',
  packId: 'starter',
  successUrl: 'https://shop.test/back?tab=billing',
  cancelUrl: 'https://shop.test/billing',
};
const pageOf = (world: World) => new Kopai({ fetch: mockFetch(world), session: world.session });

test('packs are on sale for everybody', async () => {
  const { data } = await new Kopai({ fetch: mockFetch(createWorld()) }).packs.list();
  expect(data.map(({ id, credits, amountCents }) => [id, credits, amountCents])).toEqual([
    ['starter', 50_000_000n, 500],
    ['standard', 150_000_000n, 1_500],
    ['pro', 500_000_000n, 5_000],
  ]);
});

test('a purchase is paid at the checkout and credited once', async () => {
  const world = createWorld();
  const page = pageOf(world);
  const topup = await page.topups.create(order);
  expect(topup).toMatchObject({ status: 'pending', wallet: 'user:alice', credits: 50_000_000n, clientSecret: null });
  expect(topup.checkoutUrl).toContain(topup.id);
  expect(await page.topups.get(topup.id)).toMatchObject({ status: 'pending' });

  expect(world.pay(topup.id)).toBe(`https://shop.test/back?tab=billing&kopai_topup=${topup.id}`);
  world.pay(topup.id);
  world.decline(topup.id);
  expect(await page.topups.get(topup.id)).toMatchObject({ status: 'paid', checkoutUrl: null });
  expect(await page.wallets.get('me')).toMatchObject({ available: 56_000_000n });
  const { data } = await page.wallets.transactions('me', { kind: 'topup' });
  expect(data).toMatchObject([{ topupId: topup.id, amount: 50_000_000n }]);
});

test('a purchase may take days, be declined, or run out', async () => {
  const world = createWorld();
  const page = pageOf(world);
  const [late, declined, expired] = await Promise.all([1, 2, 3].map(() => page.topups.create(order)));
  if (!late || !declined || !expired) throw new Error('Three purchases were asked for.');
  world.payLater(late.id);
  expect(world.decline(declined.id)).toBe(`https://shop.test/billing?kopai_topup=${declined.id}`);
  world.expire(expired.id);
  const statuses = async () =>
    Promise.all([late, declined, expired].map(async ({ id }) => (await page.topups.get(id)).status));
  expect(await statuses()).toEqual(['processing', 'failed', 'expired']);
  world.pay(late.id);
  world.pay(declined.id);
  expect(await statuses()).toEqual(['paid', 'failed', 'expired']);
  expect(await page.wallets.get('me')).toMatchObject({ available: 56_000_000n });
});

test('an embedded checkout has a client secret in place of a URL', async () => {
  const topup = await pageOf(createWorld()).topups.create({ ...order, uiMode: 'embedded' });
  expect(topup.checkoutUrl).toBeNull();
  expect(topup.clientSecret).toContain(topup.id);
});

test('a payment pays the debt first', async () => {
  const world = createWorld();
  world.clawBack('user:alice', 10_000_000n);
  const page = pageOf(world);
  expect(await page.wallets.get('me')).toMatchObject({ debt: 4_000_000n, available: 0n, balance: -4_000_000n });
  world.pay((await page.topups.create(order)).id);
  expect(await page.wallets.get('me')).toMatchObject({ debt: 0n, available: 46_000_000n });
});

test('the same key is the same purchase, and another body with it is refused', async () => {
  const world = createWorld();
  const page = pageOf(world);
  const options = { idempotencyKey: 'k' };
  const made = await Promise.all([1, 2, 3].map(() => page.topups.create(order, options)));
  expect(new Set(made.map(({ id }) => id)).size).toBe(1);
  expect(made.filter((topup) => responseOf(topup).replayed)).toHaveLength(2);
  expect(await rejection(page.topups.create({ ...order, packId: 'pro' }, options))).toMatchObject({
    name: 'IdempotencyKeyReusedError',
  });
  const bob = new Kopai({ fetch: mockFetch(world), session: world.signIn({ userId: 'bob' }) });
  expect((await bob.topups.create(order, options)).wallet).toBe('user:bob');
});

test('a refused purchase does not burn its key', async () => {
  const page = pageOf(createWorld());
  const options = { idempotencyKey: 'k' };
  expect(await rejection(page.topups.create({ ...order, packId: 'nothing' }, options))).toMatchObject({
    code: 'pack_not_found',
  });
  expect(await page.topups.create(order, options)).toMatchObject({ status: 'pending' });
});
