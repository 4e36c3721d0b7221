import { expect } from 'vitest';
import type { Stage } from '../stage.ts';
import type { Story } from '../stories.ts';

const credit = 1_000_000n;
const day = 24 * 60 * 60_000;
const wallet = 'org:earnings-studio';
const urls = { returnUrl: 'http://localhost:3000/back', refreshUrl: 'http://localhost:3000/again' };

/** What creators earn, and how it reaches them. */
export const earnings: Story = {
  title: 'earnings and payouts',
  async play(stage) {
    const { backend } = stage;
    const owner = stage.page({ userId: 'earnings-olga', orgs: [{ id: 'earnings-studio', role: 'owner' }] });
    await stage.agent('earnings-tutor', { infra: credit, addOn: 200n * credit, orgId: 'earnings-studio' });
    await stage.grant('user:earnings-fan', 1_000n * credit);
    const say = (messageId: string) =>
      backend.charges.create({ agentId: 'earnings-tutor', userId: 'earnings-fan', messageId });

    stage.tell('Seventy of a hundred go to the creator, a day after the message.');
    const first = await say('earnings-1');
    await say('earnings-2');
    const third = await say('earnings-3');
    await backend.charges.refund(third.id);
    await owner.wallets.earnings(wallet);
    await stage.later(day);
    expect(await owner.wallets.earnings(wallet)).toMatchObject({ available: 280n * credit, pending: 0n });
    await say('earnings-4');
    stage.tell('A message that is given back after that takes its share with it.');
    await backend.charges.refund(first.id);
    await backend.charges.get(first.id);
    await say('earnings-5');
    await stage.later(day);
    await owner.wallets.earnings(wallet);
    await stage.refused(owner.wallets.earnings('me'), 'organization_required');
    await stage.refused(owner.wallets.earnings('org:earnings-other'), 'wallet_forbidden');
    await connect(stage);
    await withdraw(stage);
    await owner.wallets.transactions(wallet);
  },
};

function pages(stage: Stage) {
  const as = (role: 'owner' | 'member', userId: string) =>
    stage.page({ userId, orgs: [{ id: 'earnings-studio', role }] });
  return { owner: as('owner', 'earnings-olga'), member: as('member', 'earnings-mia') };
}

async function connect(stage: Stage): Promise<void> {
  const { owner, member } = pages(stage);
  stage.tell('A payout needs an account at Stripe that is fit for it.');
  await owner.connect.get(wallet);
  await stage.refused(owner.payouts.create({ wallet, amount: 100n * credit }), 'payouts_not_enabled');
  const { url } = await owner.connect.start(wallet, urls);
  expect(url).toMatch(/^https?:/);
  expect(await owner.connect.get(wallet)).toMatchObject({ connected: true, payoutsEnabled: false });
  await stage.subject.onboard('earnings-studio');
  expect(await owner.connect.get(wallet)).toMatchObject({ connected: true, payoutsEnabled: true });
  await stage.refused(member.connect.start(wallet, urls), 'role_required');
  await stage.refused(owner.connect.start('me', urls), 'organization_required');
  await stage.refused(owner.connect.start('org:earnings-other', urls), 'wallet_forbidden');
  await stage.refused(
    owner.connect.start(wallet, { ...urls, refreshUrl: 'https://evil.test/' }),
    'return_url_not_allowed',
  );
  await stage.refused(owner.connect.get('me'), 'organization_required');
  await stage.refused(owner.connect.get('org:earnings-other'), 'wallet_forbidden');
}

async function withdraw(stage: Stage): Promise<void> {
  const { owner, member } = pages(stage);
  stage.tell('What is withdrawn is set aside at once.');
  const order = { wallet, amount: 150n * credit };
  const payout = await owner.payouts.create(order, { idempotencyKey: 'earnings-payout' });
  await stage.subject.queue(payout);
  expect(await owner.payouts.create(order, { idempotencyKey: 'earnings-payout' })).toEqual(payout);
  expect(await owner.wallets.earnings(wallet)).toMatchObject({ available: 270n * credit });
  expect((await owner.payouts.list({ wallet })).data.map(({ id }) => id)).toEqual([payout.id]);

  stage.tell('There is a least, a most, and whole cents.');
  await stage.refused(owner.payouts.create({ wallet, amount: 99n * credit }), 'payout_below_minimum');
  await stage.refused(owner.payouts.create({ wallet, amount: 271n * credit }), 'insufficient_earnings');
  await stage.refused(owner.payouts.create({ wallet, amount: 100n * credit + 1n }), 'invalid_request');
  await stage.refused(member.payouts.create(order), 'role_required');
  await stage.refused(owner.payouts.create({ ...order, wallet: 'me' }), 'organization_required');
  await stage.refused(owner.payouts.create({ ...order, wallet: 'org:earnings-other' }), 'wallet_forbidden');
  await stage.refused(owner.payouts.list({ wallet: 'me' }), 'organization_required');
  await stage.refused(owner.payouts.list({ wallet: 'org:earnings-other' }), 'wallet_forbidden');
  const stranger = stage.page({ userId: 'earnings-eve' });
  await stage.refused(stranger.payouts.get(payout.id), 'payout_not_found');
  await stage.refused(stage.backend.payouts.get('pay_00000000000000000000000000'), 'payout_not_found');
  expect(await owner.payouts.get(payout.id)).toMatchObject({ amount: 150n * credit, amountCents: 1_500 });
}
