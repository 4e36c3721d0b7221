import { expect } from 'vitest';
import type { Stage } from '../stage.ts';
import type { Story } from '../stories.ts';

const credit = 1_000_000n;
const urls = { successUrl: 'http://localhost:3000/paid', cancelUrl: 'http://localhost:3000/canceled' };

/** Buying credits, owing some, and buying by itself. */
export const topups: Story = {
  title: 'top-ups',
  async play(stage) {
    await buy(stage);
    await owe(stage);
    await automate(stage);
  },
};

async function buy(stage: Stage): Promise<void> {
  const { backend, subject } = stage;
  const ann = stage.page({ userId: 'topups-ann', orgs: [{ id: 'topups-acme', role: 'member' }] });
  stage.tell('A pack is bought at a checkout; the credits land once it is paid, and once only.');
  const order = { wallet: 'me', packId: 'starter', ...urls };
  const topup = await ann.topups.create(order, { idempotencyKey: 'topups-1' });
  expect(await ann.topups.create(order, { idempotencyKey: 'topups-1' })).toEqual(topup);
  await ann.topups.get(topup.id);
  await subject.atCheckout(topup, 'paid');
  expect(await ann.topups.get(topup.id)).toMatchObject({ status: 'paid' });
  await ann.topups.get(topup.id);
  await ann.wallets.get('me');
  await ann.wallets.transactions('me');

  stage.tell('An embedded checkout has a secret in place of a page.');
  await backend.topups.create({ wallet: 'user:topups-ann', packId: 'pro', uiMode: 'embedded', ...urls });

  stage.tell('A payment may take days, fail, or never come.');
  for (const outcome of ['processing', 'failed', 'expired'] as const) {
    const started = await ann.topups.create(order);
    await subject.atCheckout(started, outcome);
    expect(await ann.topups.get(started.id)).toMatchObject({ status: outcome });
  }

  stage.tell('It is refused to those who may not buy, for what is not sold, and to places nobody knows.');
  await stage.refused(ann.topups.create({ ...order, packId: 'none' }), 'pack_not_found');
  await stage.refused(ann.topups.create({ ...order, wallet: 'org:topups-acme' }), 'role_required');
  await stage.refused(ann.topups.create({ ...order, wallet: 'user:topups-bob' }), 'wallet_forbidden');
  await stage.refused(ann.topups.create({ ...order, successUrl: 'https://evil.test/' }), 'return_url_not_allowed');
  await stage.refused(ann.topups.create({ ...order, cancelUrl: 'https://evil.test/' }), 'return_url_not_allowed');
  await stage.refused(ann.topups.create({ ...order, successUrl: 'javascript:alert(1)' }), 'invalid_request');
  const bob = stage.page({ userId: 'topups-bob' });
  await stage.refused(bob.topups.get(topup.id), 'topup_not_found');
  await stage.refused(backend.topups.get('top_00000000000000000000000000'), 'topup_not_found');
}

async function owe(stage: Stage): Promise<void> {
  const { backend, subject } = stage;
  const wallet = 'user:topups-dan';
  await stage.agent('topups-tutor', { infra: 40n * credit });
  const bought = await backend.topups.create({ wallet, packId: 'starter', ...urls });
  await subject.atCheckout(bought, 'paid');
  await backend.topups.get(bought.id);
  const message = { agentId: 'topups-tutor', userId: 'topups-dan' };
  await backend.charges.create({ ...message, messageId: 'topups-1' });

  stage.tell('A purchase that is given back takes its credits, even those that were spent.');
  await subject.giveBack(bought);
  expect(await backend.wallets.get(wallet)).toMatchObject({ debt: 40n * credit, available: 0n });
  await stage.refused(backend.charges.create({ ...message, messageId: 'topups-2' }), 'wallet_in_debt');

  stage.tell('The next purchase pays the debt first.');
  const next = await backend.topups.create({ wallet, packId: 'starter', ...urls });
  await subject.atCheckout(next, 'paid');
  await backend.topups.get(next.id);
  expect(await backend.wallets.get(wallet)).toMatchObject({ debt: 0n, available: 10n * credit });
  await backend.wallets.transactions(wallet);
}

async function automate(stage: Stage): Promise<void> {
  const { backend } = stage;
  const ann = stage.page({ userId: 'topups-cleo', orgs: [{ id: 'topups-acme', role: 'member' }] });
  stage.tell('Buying by itself is off until somebody turns it on.');
  await ann.autoTopup.get('me');
  const settings = { enabled: false, threshold: 5n * credit, packId: 'starter', monthlyCap: 100n * credit };
  await ann.autoTopup.put('me', settings);
  await ann.autoTopup.get('me');
  await ann.wallets.get('me');
  await stage.refused(ann.autoTopup.put('me', { ...settings, packId: 'none' }), 'pack_not_found');
  await stage.refused(ann.autoTopup.put('org:topups-acme', settings), 'role_required');
  await stage.refused(ann.autoTopup.put('user:topups-bob', settings), 'wallet_forbidden');
  await stage.refused(ann.autoTopup.get('user:topups-bob'), 'wallet_forbidden');
  await backend.autoTopup.get('org:topups-acme');
}
