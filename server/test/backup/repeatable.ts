import type { Kopai, Topup } from '@kopai/sdk';

const credit = 1_000_000n;

/** 50 or 150 credits that a user means to buy, under a key. */
export const topUp = (kopai: Kopai, userId: string, packId: 'starter' | 'standard'): Promise<Topup> =>
  kopai.topups.create(
    {
      wallet: `user:${userId}`,
      packId,
      successUrl: 'http://localhost:3000/',
      cancelUrl: 'http://localhost:3000/',
    },
    { idempotencyKey: `topup-${userId}` },
  );

/** What a host asks for once, each under a key of its own: asked again, every answer is the first one. */
export async function askOnce(kopai: Kopai) {
  const under = (idempotencyKey: string) => ({ idempotencyKey });
  const message = { agentId: 'kept', userId: 'carol' };
  const gift = await kopai.adjustments.create(
    { wallet: 'user:carol', amount: credit, reason: 'a gift' },
    under('gift'),
  );
  const topup = await topUp(kopai, 'carol', 'standard');
  const charge = await kopai.charges.create({ ...message, messageId: 'regretted' }, under('charge'));
  return {
    gift,
    topup,
    refund: await kopai.charges.refund(charge.id, under('refund')),
    hold: await kopai.charges.create({ ...message, messageId: 'held', capture: false }, under('hold')),
    // Shown once, and kept encrypted under the request's key.
    apiKey: await kopai.keys.create({ name: 'backend', scopes: ['charges:write'] }, under('key')),
  };
}
