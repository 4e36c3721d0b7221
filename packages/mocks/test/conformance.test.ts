import { conformance, epochMs, type Subject } from '@kopai/conformance';
import { createWorld, mockFetch } from '../src/index.ts';

conformance(async (): Promise<Subject> => {
  const world = createWorld({ empty: true, nowMs: () => epochMs, returnOrigins: ['http://localhost:3000'] });
  return {
    baseUrl: 'http://kopai.test',
    fetch: mockFetch(world),
    apiKey: world.apiKey,
    advance: (ms) => world.advance(ms),
    catchUp: async () => undefined,
    atCheckout: async ({ id }, outcome) => void world.topups.settle(id, outcome),
    giveBack: async ({ id }) => world.giveBack(id),
    onboard: async (orgId) => world.payouts.complete(orgId),
    queue: async ({ id }) => world.payouts.settle(id, 'queued'),
    payForPlan: async (wallet) => world.plans.set(wallet, 'active'),
  };
});
