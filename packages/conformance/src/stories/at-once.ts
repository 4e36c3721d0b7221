import type { Charge } from '@kopai/contracts';
import { KopaiError, responseOf } from '@kopai/sdk';
import { expect } from 'vitest';
import type { Story } from '../stories.ts';

const credit = 1_000_000n;
const crowd = Array.from({ length: 30 }, (_, index) => index);

/** How many calls came to what: the statuses of charges, and the codes of refusals. */
async function tally(calls: readonly Promise<Charge>[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const outcome of await Promise.allSettled(calls)) {
    const what =
      outcome.status === 'fulfilled'
        ? `${outcome.value.free ? 'free' : 'paid'}${responseOf(outcome.value).replayed ? ', again' : ''}`
        : outcome.reason instanceof KopaiError
          ? outcome.reason.code
          : String(outcome.reason);
    counts[what] = (counts[what] ?? 0) + 1;
  }
  return counts;
}

/** Thirty requests at the same moment, however they are ordered. */
export const atOnce: Story = {
  title: 'at once',
  async play(stage) {
    const { backend } = stage.atOnce;
    await stage.agent('crowd-tutor', { infra: credit, freeMessages: 3 });
    await stage.agent('crowd-paid', { infra: credit });
    const message = (userId: string, messageId: string, agentId = 'crowd-tutor') => ({ agentId, userId, messageId });

    stage.tell('As many messages are free as there were, and as many are paid as there was money for.');
    await stage.grant('user:crowd-ann', 10n * credit);
    const spent = await tally(crowd.map((n) => backend.charges.create(message('crowd-ann', `crowd-${n}`))));
    stage.transcript.show(spent);
    expect(spent).toEqual({ free: 3, paid: 10, insufficient_credits: 17 });
    await stage.backend.wallets.get('user:crowd-ann');

    stage.tell('The same message is charged once, whichever of the twins comes first.');
    await stage.grant('user:crowd-bob', 10n * credit);
    const twins = await tally(
      crowd.map(() => backend.charges.create(message('crowd-bob', 'crowd-twin', 'crowd-paid'))),
    );
    stage.transcript.show(twins);
    expect(twins).toEqual({ paid: 1, 'paid, again': 29 });
    await stage.backend.wallets.get('user:crowd-bob');

    stage.tell('The same key does its work once, and all who sent it are told the same.');
    const gift = { wallet: 'user:crowd-cleo', amount: credit, reason: 'Once' };
    const made = await Promise.all(crowd.map(() => backend.adjustments.create(gift, { idempotencyKey: 'crowd-gift' })));
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    await stage.backend.wallets.get('user:crowd-cleo');

    stage.tell('One budget holds for all at once.');
    await stage.grant('org:crowd-acme', 100n * credit);
    await stage.backend.budgets.put('org:crowd-acme', 'crowd-dan', { limit: 5n * credit, period: 'week' });
    const bounded = await tally(
      crowd.map((n) =>
        backend.charges.create({ ...message('crowd-dan', `crowd-team-${n}`, 'crowd-paid'), orgId: 'crowd-acme' }),
      ),
    );
    stage.transcript.show(bounded);
    expect(bounded).toEqual({ paid: 5, budget_exceeded: 25 });
    await stage.backend.budgets.list('org:crowd-acme');
  },
};
