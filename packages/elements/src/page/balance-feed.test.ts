import { createWorld, mockFetch } from '@kopai/mocks';
import { type BalanceEvent, connect, Wallets } from '@kopai/sdk';
import { expect } from 'chai';
import { pause, until } from '../../test/stage.ts';
import { BalanceFeed } from './balance-feed.ts';

/** Two tabs of one browser on one world: each with its own client, as two pages have. */
function tabs() {
  const world = createWorld();
  const { session } = world;
  if (!session) throw new Error('nobody is signed in');
  const streams: string[] = [];
  const scope = crypto.randomUUID();
  const open = (name: string) => {
    const inWorld = mockFetch(world);
    const fetch: typeof globalThis.fetch = (input, init) => {
      const request = new Request(input, init);
      if (request.url.endsWith('/stream')) streams.push(name);
      return inWorld(request);
    };
    const seen: BalanceEvent[] = [];
    const lost: unknown[] = [];
    const wallets = new Wallets(connect({ baseUrl: 'https://kopai.invalid', fetch, session }));
    const feed = new BalanceFeed({
      wallets,
      wallet: 'user:alice',
      scope,
      seq: 1,
      onBalance: (balance) => seen.push(balance),
      onLost: (error) => lost.push(error),
    });
    return { feed, seen, lost };
  };
  return { world, streams, open };
}

describe('BalanceFeed', () => {
  it('reads one stream for all tabs, and hands it on when its tab closes', async () => {
    const { world, streams, open } = tabs();
    const first = open('first');
    const second = open('second');
    await until('a stream', () => streams.length === 1);
    world.adjust('user:alice', 1_000_000n, 'one');
    await until('both have heard', () => first.seen.length === 1 && second.seen.length === 1);
    expect(second.seen[0]).to.deep.equal(first.seen[0]);
    first.feed.stop();
    await until('the other reads', () => streams.length === 2);
    expect(streams).to.deep.equal(['first', 'second']);
    world.adjust('user:alice', 1_000_000n, 'two');
    await until('heard', () => second.seen.length === 2);
    expect(first.seen).to.have.length(1);
    second.feed.stop();
  });

  it('tells a tab that joins late what it has missed', async () => {
    const { world, open } = tabs();
    const first = open('first');
    world.adjust('user:alice', 1_000_000n, 'one');
    await until('heard', () => first.seen.length === 1);
    const late = open('late');
    await until('told', () => late.seen.length === 1);
    first.feed.stop();
    late.feed.stop();
  });

  it('says when following is pointless, and nothing after it was stopped', async () => {
    const { world, streams, open } = tabs();
    const lone = open('lone');
    await until('a stream', () => streams.length === 1);
    lone.feed.stop();
    world.adjust('user:alice', 1_000_000n, 'one');
    await pause(50);
    expect(lone.seen).to.have.length(0);
    world.weather.refusesWith = 'wallet_forbidden';
    const refused = open('refused');
    await until('lost', () => refused.lost.length === 1);
    refused.feed.stop();
  });
});
