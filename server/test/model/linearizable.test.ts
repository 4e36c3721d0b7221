import { describe, expect, test } from 'vitest';
import { linearize } from './linearizable.ts';
import { type Call, type Operation, printHistory } from './operation.ts';
import { shrink } from './shrink.ts';
import { emptyWallet, said, type WalletModel } from './wallet-model.ts';

const initial: WalletModel = {
  ...emptyWallet,
  available: 10n,
  prices: { a: { infra: 4n, freeMessages: 0 }, trial: { infra: 4n, freeMessages: 1 } },
};
const charge = (message: string, more: Partial<Call & { kind: 'charge' }> = {}): Call => ({
  kind: 'charge',
  agent: 'a',
  user: 'u',
  message,
  hold: false,
  ...more,
});
const read: Call = { kind: 'read' };
const charged = (after: bigint, amount = 4n) => said.charged({ amount, free: false, freeLeft: 0, after });
const reads = (available: bigint, held = 0n) => said.reads({ available, held });
const poor = (balance: bigint) => said.poor({ balance, required: 4n });
const free = said.charged({ amount: 0n, free: true, freeLeft: 0, after: 10n });

/** A call from one moment to another; without an answer nobody knows what became of it. */
const during = (startMs: number, endMs: number, call: Call, answer?: string): Operation => ({
  client: startMs,
  wallet: 'w',
  call,
  startMs,
  endMs: answer === undefined ? Infinity : endMs,
  answer,
});

describe('histories that some order explains', () => {
  const possible: Record<string, Operation[]> = {
    'nothing at all': [],
    'two charges at once, in either order': [
      during(0, 9, charge('1'), charged(2n)),
      during(1, 8, charge('2'), charged(6n)),
    ],
    'a read during a charge sees the wallet before it': [
      during(0, 9, charge('1'), charged(6n)),
      during(1, 2, read, reads(10n)),
    ],
    'and after it': [
      during(0, 9, charge('1'), charged(6n)),
      during(1, 2, read, reads(6n)),
      during(3, 4, read, reads(6n)),
    ],
    'a repeated message meets its first answer, though the wallet is empty': [
      during(0, 1, charge('1'), charged(6n)),
      during(2, 3, { kind: 'grant', amount: -6n }, said.granted(0n)),
      during(4, 5, charge('1'), charged(6n)),
      during(6, 7, charge('2'), poor(0n)),
    ],
    'an unanswered charge that has happened': [during(0, 1, charge('1')), during(5, 6, read, reads(6n))],
    'an unanswered charge that happens late': [
      during(0, 1, charge('1')),
      during(5, 6, read, reads(10n)),
      during(7, 8, read, reads(6n)),
    ],
    'an unanswered charge that never happens': [during(0, 1, charge('1')), during(5, 6, charge('2'), charged(6n))],
    'a hold, captured once of two who try': [
      during(0, 1, charge('1', { hold: true }), charged(6n)),
      during(2, 9, { kind: 'end', ending: 'capture', message: '1' }, said.done),
      during(3, 8, { kind: 'end', ending: 'release', message: '1' }, said.refused('charge_not_held')),
      during(10, 11, read, reads(6n)),
    ],
    'a price that changes during a charge': [
      during(0, 9, { kind: 'price', agent: 'a', infra: 5n }, said.done),
      during(1, 8, charge('1'), charged(1n, 5n)),
      during(2, 7, charge('2'), charged(6n, 4n)),
    ],
    'a free message that was given back': [
      during(0, 1, charge('1', { agent: 'trial' }), free),
      during(2, 3, { kind: 'end', ending: 'refund', message: '1' }, said.done),
      during(4, 5, charge('2', { agent: 'trial' }), free),
    ],
  };
  test.each(Object.entries(possible))('%s', (_, history) => {
    expect(linearize(history, initial)).toBe('linearizable');
  });
});

describe('histories that no order explains', () => {
  const impossible: Record<string, Operation[]> = {
    'a lost update': [
      during(0, 9, charge('1'), charged(6n)),
      during(1, 8, charge('2'), charged(6n)),
      during(10, 11, read, reads(6n)),
    ],
    'a stale read': [during(0, 1, charge('1'), charged(6n)), during(2, 3, read, reads(10n))],
    'a read that goes back in time': [
      during(0, 9, charge('1'), charged(6n)),
      during(1, 2, read, reads(6n)),
      during(3, 4, read, reads(10n)),
    ],
    'a message charged twice': [
      during(0, 9, charge('1'), charged(6n)),
      during(1, 8, charge('1'), charged(2n)),
      during(10, 11, read, reads(2n)),
    ],
    'an unanswered message charged twice': [
      during(0, 1, charge('1')),
      during(5, 6, charge('1'), charged(6n)),
      during(7, 8, read, reads(2n)),
    ],
    'an acknowledged charge that is lost': [
      during(0, 1, charge('1'), charged(6n)),
      during(2, 3, charge('2'), charged(6n)),
    ],
    'a refusal from a stale balance': [
      during(0, 1, { kind: 'grant', amount: -8n }, said.granted(2n)),
      during(2, 3, { kind: 'grant', amount: 50n }, said.granted(52n)),
      during(4, 5, charge('1'), poor(2n)),
    ],
    'a price that was changed before': [
      during(0, 1, { kind: 'price', agent: 'a', infra: 5n }, said.done),
      during(2, 3, charge('1'), charged(6n)),
    ],
    'a budget that was set before': [
      during(0, 1, { kind: 'budget', user: 'u', limit: 3n }, said.budget(0n)),
      during(2, 3, charge('1'), charged(6n)),
    ],
    'a budget that forgets a charge': [
      during(0, 1, charge('1'), charged(6n)),
      during(2, 3, { kind: 'budget', user: 'u', limit: 30n }, said.budget(0n)),
    ],
    'a hold that ends twice': [
      during(0, 1, charge('1', { hold: true }), charged(6n)),
      during(2, 9, { kind: 'end', ending: 'capture', message: '1' }, said.done),
      during(3, 8, { kind: 'end', ending: 'release', message: '1' }, said.done),
    ],
    'a torn read of available and held': [
      during(0, 9, charge('1', { hold: true }), charged(6n)),
      during(1, 8, read, reads(6n, 0n)),
    ],
    'one free message, had twice': [
      during(0, 9, charge('1', { agent: 'trial' }), free),
      during(1, 8, charge('2', { agent: 'trial' }), free),
    ],
  };
  test.each(Object.entries(impossible))('%s', (_, history) => {
    expect(linearize(history, initial)).toBe('impossible');
  });
});

test('an impossible history is shrunk to what shows it', () => {
  const history = [
    during(0, 1, read, reads(10n)),
    during(2, 3, charge('1'), charged(6n)),
    during(4, 5, read, reads(6n)),
    during(6, 7, read, reads(10n)),
    during(8, 9, { kind: 'grant', amount: 50n }, said.granted(56n)),
    during(10, 11, charge('2'), charged(52n)),
  ];
  expect(printHistory(shrink(history, initial))).toBe(
    'client 2      0.0 -     1.0 ms  charge agent=a user=u message=1 hold=false -> charged 4, 6 after\n' +
      'client 6      4.0 -     5.0 ms  read -> 10 available, 0 held',
  );
});
