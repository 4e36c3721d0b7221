import { endpoints } from '@kopai/contracts';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { encode } from './encode.ts';

const charge = {
  id: `chg_${'0'.repeat(26)}`,
  object: 'charge' as const,
  status: 'captured' as const,
  agentId: 'agent',
  userId: 'alice',
  orgId: null,
  wallet: 'user:alice',
  messageId: 'message',
  free: false,
  amount: 1_500_000n,
  parts: { infra: 1_000_000n, addOn: 500_000n },
  waived: { infra: 0n, addOn: 0n },
  quoteVersion: 1,
  freeMessagesRemaining: 0,
  balanceAfter: -1n,
  createdAt: '2026-01-01T00:00:00.000Z',
  holdExpiresAt: null,
};
const { reply } = endpoints['charges.createBatch'];

test('an answer is what its schema makes of it, with amounts as decimal strings', () => {
  const problem = { code: 'insufficient_credits', status: 402, detail: 'No.', balance: 5n, required: 10_000_000n };
  const outcomes = {
    data: [
      { ok: true as const, replayed: false, charge },
      { ok: false as const, problem },
    ],
  };
  expect(JSON.parse(encode(reply, outcomes))).toEqual(z.encode(reply, outcomes));
  expect(JSON.parse(encode(reply, outcomes)).data[1].problem).toMatchObject({ balance: '0.000005', required: '10' });
});

test('what the schema does not name never leaves the server', () => {
  const more = { ...charge, cost: 1, parts: { ...charge.parts, margin: 2n } };
  expect(JSON.parse(encode(endpoints['charges.create'].reply, more))).toEqual(
    z.encode(endpoints['charges.create'].reply, charge),
  );
});

test.each([
  ['a member is missing', { ...charge, wallet: undefined }],
  ['an amount is a number', { ...charge, amount: 1.5 }],
  ['a nested amount is text', { ...charge, parts: { infra: '1', addOn: 0n } }],
  ['a state is unknown', { ...charge, status: 'lost' }],
])('an answer is refused where %s', (_, wrong) => {
  expect(() => encode(endpoints['charges.create'].reply, wrong as unknown as typeof charge)).toThrow(z.core.$ZodError);
});
