import { expect } from 'vitest';
import type { Story } from '../stories.ts';

const credit = 1_000_000n;
const minute = 60_000;

/** Wallets and their histories. */
export const wallets: Story = {
  title: 'wallets',
  async play(stage) {
    const { backend } = stage;
    const wallet = 'user:wallets-ann';
    stage.tell('A wallet is there from its first look, and empty.');
    await backend.wallets.get(wallet);
    await backend.wallets.transactions(wallet);

    stage.tell('An administrator grants and corrects, never below zero.');
    const gift = { wallet, amount: 20n * credit, reason: 'Welcome' };
    await backend.adjustments.create(gift, { idempotencyKey: 'wallets-gift' });
    await backend.adjustments.create(gift, { idempotencyKey: 'wallets-gift' });
    await stage.refused(
      backend.adjustments.create({ ...gift, amount: credit }, { idempotencyKey: 'wallets-gift' }),
      'idempotency_key_reused',
    );
    await backend.adjustments.create({ wallet, amount: -credit, reason: 'Too much' });
    const less = { wallet, amount: -100n * credit, reason: 'All of it' };
    await stage.refused(backend.adjustments.create(less), 'insufficient_credits');
    await stage.refused(backend.adjustments.create({ wallet, amount: 0n, reason: 'None' }), 'invalid_request');

    stage.tell('The history is told newest first, page by page, by kind and by time.');
    await stage.agent('wallets-tutor', { infra: credit, addOn: credit / 2n });
    await stage.later(minute);
    const say = (messageId: string) =>
      backend.charges.create({ agentId: 'wallets-tutor', userId: 'wallets-ann', messageId });
    const first = await say('wallets-1');
    await say('wallets-2');
    await backend.charges.refund(first.id);
    const ann = stage.page({ userId: 'wallets-ann', orgs: [{ id: 'wallets-acme', role: 'member' }] });
    const seqs: number[] = [];
    for await (const { seq } of ann.wallets.transactions('me', { limit: 2 })) seqs.push(seq);
    expect(seqs).toEqual([5, 4, 3, 2, 1]);
    await ann.wallets.transactions('me', { kind: 'adjustment' });
    await ann.wallets.transactions('me', { from: first.createdAt });
    await ann.wallets.transactions('me', { to: first.createdAt });
    await ann.wallets.transactions('me', { kind: 'payout' });
    await stage.refused(ann.wallets.transactions('me', { cursor: '!' }), 'invalid_request');
    await stage.refused(ann.wallets.transactions('user:wallets-bob'), 'wallet_forbidden');
    await ann.wallets.transactions('org:wallets-acme');

    stage.tell('It is a file for those who want one.');
    const file = await new Response(await ann.wallets.transactionsCsv('me')).text();
    expect(file.trimEnd().split('\n')).toHaveLength(1 + 5);
    await new Response(await backend.wallets.transactionsCsv(wallet, { kind: 'charge' })).text();
    await stage.refused(ann.wallets.transactionsCsv('user:wallets-bob'), 'wallet_forbidden');

    stage.tell('Day by day it is told what was spent, in the days of the reader.');
    await ann.wallets.activity('me', { days: 3 });
    await ann.wallets.activity('me', { days: 2, timezone: 'Pacific/Kiritimati' });
    await backend.wallets.activity('org:wallets-acme', { days: 1 });
    await stage.refused(ann.wallets.activity('user:wallets-bob'), 'wallet_forbidden');
    await stage.refused(ann.wallets.activity('me', { timezone: 'Nowhere/Town' }), 'invalid_request');

    stage.tell('Renaming an agent leaves the past as it was.');
    await backend.agents.put('wallets-tutor', {
      name: 'Renamed',
      modelId: 'wallets-tutor-model',
      orgId: 'studio',
      visibility: 'public',
    });
    await say('wallets-3');
    await ann.wallets.transactions('me', { limit: 2 });
    await ann.wallets.get('me');
  },
};
