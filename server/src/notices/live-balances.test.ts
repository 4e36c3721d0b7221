import { expect, test } from 'vitest';
import { createLiveBalances } from './live-balances.ts';

test('what moved last is told before it closes, and nothing is asked of the database afterwards', async () => {
  const told: string[] = [];
  const live = await createLiveBalances({
    notify: async (payload) => void told.push(payload),
    listen: async () => async () => undefined,
    readBalances: async () => new Map(),
    onError: (error) => {
      throw error;
    },
  });
  live.announce('user:last');
  live.announce('org:last');
  await live.close();
  expect(told).toEqual(['user:last\norg:last']);
  live.announce('user:too-late');
  await live.close();
  expect(told).toHaveLength(1);
});
