import { KopaiError } from '@kopai/sdk';
import { expect, test } from 'vitest';
import { freshDatabase } from '../database.ts';
import { runServer } from '../running-server.ts';

const hourMs = 60 * 60_000;
const order = {
  wallet: 'user:ann',
  packId: 'starter',
  successUrl: 'http://localhost:3000/back',
  cancelUrl: 'http://localhost:3000/cancel',
};

test('a key that a server with a fast clock could not answer is taken over at once by one whose clock is right', async () => {
  const database = await freshDatabase();
  // Neither reaches Stripe, so that a top-up has no definite answer.
  const fast = await runServer(database, { clock: () => Date.now() + 6 * hourMs });
  const right = await runServer(database);
  const codes: unknown[] = [];
  for (const { secretKey, client } of [fast, right]) {
    const kopai = client({ apiKey: secretKey, maxRetries: 0, timeout: 60_000 });
    const refusal = await kopai.topups.create(order, { idempotencyKey: 'one' }).catch((error: unknown) => error);
    codes.push(refusal instanceof KopaiError ? refusal.code : refusal);
  }
  expect(codes, 'not that the first request is still running').toEqual([
    'payment_provider_error',
    'payment_provider_error',
  ]);
});
