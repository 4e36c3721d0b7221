import { expect } from 'chai';
import { pause, until } from '../../test/stage.ts';
import type { ShownQuote } from './fetch-quotes.ts';
import { type PriceState, PriceStore } from './price-store.ts';

const quoteOf = (agentId: string, total = '0.5'): ShownQuote => ({
  agentId,
  version: 1,
  infra: total,
  addOn: '0',
  total,
  freeMessages: { included: 0, remaining: null },
  expiresAt: '2031-05-17T00:00:00.000Z',
  token: crypto.randomUUID(),
});

/** A store whose answers are given by hand, and what it asked for. */
function store(answer: (agentIds: readonly string[]) => readonly ShownQuote[] | Promise<never>) {
  const asked: { readonly agentIds: readonly string[]; readonly wallet: string }[] = [];
  const prices = new PriceStore(async (agentIds, wallet) => {
    asked.push({ agentIds, wallet });
    return answer(agentIds);
  });
  return { asked, prices };
}

describe('PriceStore', () => {
  it('asks a hundred at a time, for each wallet apart, and for each agent once', async () => {
    const { asked, prices } = store((ids) => ids.map((id) => quoteOf(id)));
    const stops = Array.from({ length: 250 }, (_, i) => prices.watch(`agent-${i}`, '', () => undefined));
    stops.push(
      prices.watch('agent-0', '', () => undefined),
      prices.watch('agent-0', 'org:acme', () => undefined),
    );
    await until('answered', () => prices.read('agent-249', '').status === 'ready');
    expect(asked.map(({ agentIds, wallet }) => [agentIds.length, wallet])).to.deep.equal([
      [100, ''],
      [100, ''],
      [50, ''],
      [1, 'org:acme'],
    ]);
    for (const stop of stops) stop();
  });

  it('wakes those who watch only when something that can be seen has changed', async () => {
    let total = '0.5';
    const { asked, prices } = store(([id = '']) => [quoteOf(id, total)]);
    const seen: PriceState[] = [];
    const stop = prices.watch('one', '', (state) => seen.push(state));
    await until('answered', () => seen.at(-1)?.status === 'ready');
    prices.refresh();
    prices.refresh();
    await until('asked again', () => asked.length === 2);
    await pause(0);
    expect(seen.map(({ status }) => status)).to.deep.equal(['loading', 'ready']);
    total = '0.7';
    prices.refresh();
    await until('told', () => seen.length === 3);
    expect(asked).to.have.length(3);
    stop();
  });

  it('tries again by itself after a failure, and keeps what it knows meanwhile', async () => {
    let fails = true;
    const { asked, prices } = store(([id = '']) => (fails ? Promise.reject(new Error('down')) : [quoteOf(id)]));
    const seen: string[] = [];
    const stop = prices.watch('one', '', ({ status }) => seen.push(status));
    await until('failed', () => seen.at(-1) === 'failed');
    fails = false;
    await until('recovered', () => seen.at(-1) === 'ready');
    fails = true;
    prices.refresh();
    await until('asked', () => asked.length === 3);
    await pause(0);
    expect(prices.read('one', '').status).to.equal('ready');
    stop();
  });

  it('asks nothing when nobody watches', async () => {
    const { asked, prices } = store(([id = '']) => [quoteOf(id)]);
    prices.watch('one', '', () => undefined)();
    prices.refresh();
    await pause(20);
    // What was asked for in the microtask of the watch is under way; nothing follows it.
    expect(asked.length).to.be.at.most(1);
  });
});
