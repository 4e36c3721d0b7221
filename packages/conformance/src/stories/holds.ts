import { expect } from 'vitest';
import type { Story } from '../stories.ts';

const credit = 1_000_000n;

/** Holds: set aside, then taken, given back, or run out. */
export const holds: Story = {
  title: 'holds',
  async play(stage) {
    const { backend } = stage;
    await stage.agent('holds-tutor', { infra: credit });
    await stage.grant('user:holds-ann', 3n * credit);
    const wallet = () => backend.wallets.get('user:holds-ann');
    const hold = (messageId: string) =>
      backend.charges.create({ agentId: 'holds-tutor', userId: 'holds-ann', messageId, capture: false });

    stage.tell('What is held is not spendable, and still the wallet’s.');
    const first = await hold('holds-1');
    await wallet();
    stage.tell('Captured, it is spent; released, it is back.');
    await backend.charges.capture(first.id);
    await stage.refused(backend.charges.capture(first.id), 'charge_not_held');
    await stage.refused(backend.charges.release(first.id), 'charge_not_held');
    const second = await hold('holds-2');
    await backend.charges.release(second.id);
    await stage.refused(backend.charges.refund(second.id), 'charge_not_refundable');
    await wallet();
    const never = 'chg_00000000000000000000000000';
    await stage.refused(backend.charges.capture(never), 'charge_not_found');
    await stage.refused(backend.charges.release(never), 'charge_not_found');

    stage.tell('The client holds, works and captures; work that fails is not paid.');
    const message = { agentId: 'holds-tutor', userId: 'holds-ann' };
    await backend.charges.withHold({ ...message, messageId: 'holds-3' }, () => 'answered');
    const fails = backend.charges.withHold({ ...message, messageId: 'holds-4' }, () => {
      throw new RangeError('The model failed.');
    });
    await expect(fails).rejects.toThrow(RangeError);
    const late = backend.charges.withHold({ ...message, messageId: 'holds-5' }, ({ committed }) => {
      committed();
      throw new RangeError('The line broke.');
    });
    await expect(late).rejects.toThrow(RangeError);

    stage.tell('A hold that nobody ends runs out after an hour.');
    await stage.grant('user:holds-ann', credit);
    const forgotten = await hold('holds-6');
    await stage.later(60 * 60_000);
    await backend.charges.get(forgotten.id);
    await wallet();
    await stage.refused(backend.charges.capture(forgotten.id), 'charge_not_held');
    await backend.wallets.transactions('user:holds-ann');
  },
};
