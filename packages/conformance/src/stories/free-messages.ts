import { expect } from 'vitest';
import type { Story } from '../stories.ts';

const credit = 1_000_000n;

/** Free messages: counted for each user, to the last one. */
export const freeMessages: Story = {
  title: 'free messages',
  async play(stage) {
    const { backend } = stage;
    await stage.agent('free-tutor', { infra: credit, addOn: credit, freeMessages: 3, orgId: 'free-studio' });
    const page = stage.page({ userId: 'free-ann' });
    const say = (messageId: string, more: object = {}) =>
      backend.charges.create({ agentId: 'free-tutor', userId: 'free-ann', messageId, ...more });

    stage.tell('An empty wallet sends them all, and not one more.');
    await say('free-1');
    await say('free-2', { capture: false });
    await page.quotes.list({ agent: ['free-tutor'] });
    await say('free-3', { orgId: 'free-org' });
    await stage.refused(say('free-4'), 'insufficient_credits');

    stage.tell('One that was held and failed is there again; one that was given back, too.');
    const { data } = await backend.wallets.transactions('user:free-ann', { kind: 'hold' });
    const held = data[0]?.chargeId ?? '';
    await backend.charges.release(held);
    const again = await say('free-5');
    expect(again).toMatchObject({ free: true, freeMessagesRemaining: 0 });
    await backend.charges.refund(again.id);
    expect(await say('free-6')).toMatchObject({ free: true, freeMessagesRemaining: 0 });

    stage.tell('Of many at once, as many are free as were left.');
    await stage.grant('user:free-bob', 100n * credit);
    const crowd = Array.from({ length: 10 }, (_, index) => ({
      agentId: 'free-tutor',
      userId: 'free-bob',
      messageId: `free-crowd-${index}`,
    }));
    const outcomes = (await backend.charges.createBatch(crowd)).data;
    expect(outcomes.filter((outcome) => outcome.ok && outcome.charge.free)).toHaveLength(3);

    stage.tell('The creator is shown what was waived.');
    await backend.wallets.earnings('org:free-studio');
    await backend.wallets.transactions('user:free-ann');
  },
};
