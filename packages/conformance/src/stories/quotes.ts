import type { Quote } from '@kopai/contracts';
import type { Kopai } from '@kopai/sdk';
import { expect } from 'vitest';
import type { Story } from '../stories.ts';

const credit = 1_000_000n;

async function quoteOf(client: Kopai, agent: string, wallet?: string): Promise<Quote> {
  const { data } = await client.quotes.list({ agent: [agent], wallet });
  const [quote] = data;
  if (!quote) throw new Error(`There is no quote for ${agent}.`);
  return quote;
}

/** The price that is shown is the price that is charged. */
export const quotes: Story = {
  title: 'quotes',
  async play(stage) {
    const { backend, anyone } = stage;
    await stage.agent('quotes-tutor', { infra: credit, addOn: credit / 2n, freeMessages: 1, orgId: 'quotes-studio' });
    await stage.agent('quotes-secret', { visibility: 'private', orgId: 'quotes-studio' });
    await stage.agent('quotes-gratis', { infra: 0n });
    await stage.grant('user:quotes-ann', 10n * credit);
    await stage.grant('org:quotes-studio', 10n * credit);

    stage.tell('Anybody is told prices; what is not there, or not for them, is missing.');
    await anyone.quotes.list({ agent: ['quotes-tutor', 'quotes-secret', 'quotes-none', 'quotes-tutor'] });

    stage.tell('Signed in, a page is told what is free and how far the wallet reaches.');
    const ann = stage.page({ userId: 'quotes-ann', orgs: [{ id: 'quotes-studio', role: 'member' }] });
    await ann.quotes.list({ agent: ['quotes-tutor', 'quotes-secret', 'quotes-gratis'] });
    await ann.quotes.list({ agent: ['quotes-tutor'], wallet: 'org:quotes-studio' });
    await stage.refused(ann.quotes.list({ agent: ['quotes-tutor'], wallet: 'user:quotes-bob' }), 'wallet_forbidden');
    await stage.refused(anyone.quotes.list({ agent: ['quotes-tutor'], wallet: 'me' }), 'unauthenticated');

    stage.tell('A quote binds: after the price has doubled, it is still what is paid.');
    const shown = await quoteOf(anyone, 'quotes-tutor');
    const own = await quoteOf(ann, 'quotes-tutor', 'org:quotes-studio');
    await backend.models.put('quotes-tutor-model', { name: 'Model', infra: 2n * credit });
    const say = (messageId: string, more: object = {}) =>
      backend.charges.create({ agentId: 'quotes-tutor', userId: 'quotes-ann', messageId, ...more });
    await say('quotes-free');
    expect(await say('quotes-1', { quote: shown.token })).toMatchObject({ amount: shown.total });
    expect(await say('quotes-2')).toMatchObject({ amount: 2n * credit + credit / 2n });

    stage.tell('After it has fallen, the lower price is what is paid.');
    await backend.models.put('quotes-tutor-model', { name: 'Model', infra: credit / 10n });
    await say('quotes-3', { quote: shown.token });

    stage.tell('A quote is for its agent, and one that was made for a payer is for that payer.');
    await say('quotes-4', { quote: own.token, orgId: 'quotes-studio' });
    await stage.refused(say('quotes-5', { quote: own.token }), 'quote_invalid');
    await stage.refused(say('quotes-6', { quote: 'made-up' }), 'quote_invalid');
    await stage.refused(
      backend.charges.create({
        agentId: 'quotes-gratis',
        userId: 'quotes-ann',
        messageId: 'quotes-7',
        quote: shown.token,
      }),
      'quote_invalid',
    );

    stage.tell('It lives a quarter of an hour at most.');
    await stage.later(15 * 60_000);
    const expired = await stage.refused(say('quotes-8', { quote: shown.token }), 'quote_expired');
    expect(expired).toMatchObject({ expiredAt: shown.expiresAt });
    await say('quotes-9', { quote: (await quoteOf(anyone, 'quotes-tutor')).token });
  },
};
