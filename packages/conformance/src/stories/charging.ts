import { responseOf } from '@kopai/sdk';
import { expect } from 'vitest';
import type { Story } from '../stories.ts';

const credit = 1_000_000n;

/** Charging messages: once each, never below zero, in bulk, and back again. */
export const charging: Story = {
  title: 'charging',
  async play(stage) {
    const { backend } = stage;
    await stage.agent('charging-tutor', { infra: credit, addOn: credit / 2n, orgId: 'charging-studio' });
    await stage.agent('charging-secret', { visibility: 'private', orgId: 'charging-studio' });
    await stage.grant('user:charging-ann', 10n * credit);
    await stage.grant('org:charging-studio', 10n * credit);
    const message = { agentId: 'charging-tutor', userId: 'charging-ann' };

    stage.tell('A message is charged once, however often it is sent.');
    const first = { ...message, messageId: 'charging-1' };
    const charge = await backend.charges.create(first);
    const again = await backend.charges.create(first);
    expect(again).toEqual(charge);
    expect(responseOf(again).replayed).toBe(true);
    await stage.refused(backend.charges.create({ ...first, userId: 'charging-bob' }), 'idempotency_key_reused');
    await stage.refused(backend.charges.create({ ...first, capture: false }), 'idempotency_key_reused');

    stage.tell('A key names one charge, too.');
    const keyed = { idempotencyKey: 'charging-key' };
    await backend.charges.create({ ...message, messageId: 'charging-2' }, keyed);
    await backend.charges.create({ ...message, messageId: 'charging-2' }, keyed);
    await stage.refused(
      backend.charges.create({ ...message, messageId: 'charging-3' }, keyed),
      'idempotency_key_reused',
    );

    stage.tell('A creator’s own organization pays no add-on; a private agent works for its own alone.');
    await backend.charges.create({ ...message, orgId: 'charging-studio', messageId: 'charging-4' });
    const secret = { agentId: 'charging-secret', userId: 'charging-ann' };
    await backend.charges.create({ ...secret, orgId: 'charging-studio', messageId: 'charging-5' });
    await stage.refused(
      backend.charges.create({ ...secret, orgId: 'charging-other', messageId: 'charging-6' }),
      'not_a_member',
    );
    await stage.refused(
      backend.charges.create({ ...message, agentId: 'charging-none', messageId: 'charging-7' }),
      'agent_not_found',
    );

    stage.tell('A wallet without enough refuses, and nothing is left of it.');
    const poor = { ...message, userId: 'charging-poor', messageId: 'charging-8' };
    const refusal = await stage.refused(backend.charges.create(poor), 'insufficient_credits');
    expect(refusal).toMatchObject({ balance: 0n, required: 1_500_000n });
    await stage.grant('user:charging-poor', 2n * credit);
    await backend.charges.create(poor);
    await backend.wallets.transactions('user:charging-poor');

    stage.tell('In bulk each message has an outcome of its own.');
    const bulk = [
      { ...message, messageId: 'charging-9' },
      { ...message, messageId: 'charging-9' },
      { ...message, userId: 'charging-poor', messageId: 'charging-10' },
      { ...message, agentId: 'charging-none', messageId: 'charging-11' },
    ];
    const { data } = await backend.charges.createBatch(bulk);
    expect(data.map(({ ok }) => ok)).toEqual([true, true, false, false]);
    await backend.charges.createBatch(bulk);

    stage.tell('A captured charge is given back, once.');
    await backend.charges.get(charge.id);
    const refund = { idempotencyKey: 'charging-refund' };
    await backend.charges.refund(charge.id, refund);
    await backend.charges.refund(charge.id, refund);
    await stage.refused(backend.charges.refund(charge.id), 'charge_not_refundable');
    await stage.refused(backend.charges.capture(charge.id), 'charge_not_held');
    const never = 'chg_00000000000000000000000000';
    await stage.refused(backend.charges.get(never), 'charge_not_found');
    await stage.refused(backend.charges.refund(never), 'charge_not_found');
    expect(await backend.charges.create(first)).toEqual(charge);
    await backend.charges.get(charge.id);
    await backend.wallets.transactions('user:charging-ann');

    stage.tell('A key may be too weak to charge, or to read.');
    await stage.refused((await stage.scoped('charges:read')).charges.create(first), 'scope_missing');
    await stage.refused((await stage.scoped('charges:write')).charges.get(charge.id), 'scope_missing');
  },
};
