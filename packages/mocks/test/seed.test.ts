import { Kopai } from '@kopai/sdk';
import { expect, test } from 'vitest';
import { busyMonth, createWorld, fullWallet, mockFetch, seededNowMs, type World } from '../src/index.ts';

/** Everything that a page and its backend would see of a world. */
async function seen(world: World): Promise<unknown> {
  const fetch = mockFetch(world);
  const session = await world.session?.();
  const backend = new Kopai({ fetch, apiKey: world.apiKey });
  const lines = [];
  for await (const line of backend.wallets.transactions('user:alice', { limit: 100 })) lines.push(line);
  return {
    session,
    lines,
    quotes: await backend.quotes.list({ agent: ['brand-voice', 'pitch-doctor'] }),
    keys: (await backend.keys.list()).data,
    earnings: await backend.wallets.earnings('org:acme'),
    activity: await backend.wallets.activity('org:acme', { days: 30 }),
  };
}

test.each([createWorld, fullWallet, busyMonth])(
  '%o is the same world for the same seed, and another for another',
  async (make) => {
    const first = await seen(make({ seed: 7 }));
    expect(await seen(make({ seed: 7 }))).toEqual(first);
    expect(await seen(make({ seed: 8 }))).not.toEqual(first);
  },
);

test('without a seed no two worlds have a secret in common', () => {
  expect(createWorld().apiKey).not.toBe(createWorld().apiKey);
});

test('a seeded world stands still until it is moved', async () => {
  const world = createWorld({ seed: 'still' });
  expect(world.nowMs()).toBe(seededNowMs);
  world.advance(1_000);
  expect(world.nowMs()).toBe(seededNowMs + 1_000);
  const here = createWorld({ seed: 'still', nowMs: () => 0 });
  expect(here.nowMs()).toBe(0);
});

test('a busy month ends now', () => {
  const startMs = Date.now();
  expect(busyMonth().nowMs()).toBeGreaterThanOrEqual(startMs);
});

test.each(Array.from({ length: 24 }, (_, hour) => Date.UTC(2026, 10, 24, hour, 20)))(
  'a busy month has something on each of its days, whenever it ends: %d',
  async (endsMs) => {
    const world = busyMonth({ nowMs: () => endsMs });
    expect(world.nowMs()).toBe(endsMs);
    const backend = new Kopai({ fetch: mockFetch(world), apiKey: world.apiKey });
    const alice = await backend.wallets.activity('user:alice', { days: 30 });
    const acme = await backend.wallets.activity('org:acme', { days: 30 });
    const busy = (days: readonly { spent: bigint; earned: bigint }[], what: 'spent' | 'earned') =>
      days.filter((day) => day[what] > 0n).length;
    expect(busy(alice.days, 'spent')).toBeGreaterThanOrEqual(27);
    expect(busy(acme.days, 'earned')).toBeGreaterThanOrEqual(29);
    const times = (await backend.wallets.transactions('user:alice', { limit: 100 })).data.map((line) => line.createdAt);
    expect(times).toEqual([...times].sort().reverse());
    const { data: payouts } = await backend.payouts.list({ wallet: 'org:acme' });
    expect(payouts.length).toBeGreaterThanOrEqual(3);
  },
);
