import { describe, expect, test } from 'vitest';
import type { Entry } from './book.ts';
import { linesOf } from './lines.ts';

const at = new Date(0);
const entry = (account: string, lane = 0): Entry => ({ account, lane, seq: 1n, amount: 1n, balanceAfter: 1n });
const rowsOf = (...entries: Entry[]) => {
  const movement = { id: 'txn_1', kind: 'charge', postings: [], at } as const;
  return linesOf([{ movement, entries }]).map(({ entry: { account }, infra, marketplace }) => [
    account,
    infra?.account,
    marketplace?.account,
  ]);
};

describe('the rows of a movement', () => {
  const infra = entry('platform:infra_revenue', 3);
  const marketplace = entry('platform:marketplace_revenue', 3);
  const payer = entry('wallet:user:ada');
  const creator = entry('earnings:studio:pending', 3);

  test('are its payer’s, with the platform’s income, and its creator’s', () => {
    expect(rowsOf(payer, infra, creator, marketplace)).toEqual([
      ['wallet:user:ada', infra.account, marketplace.account],
      ['earnings:studio:pending', undefined, undefined],
    ]);
  });

  test('are the payer’s alone where only the platform earns, of either kind', () => {
    expect(rowsOf(payer, infra)).toEqual([['wallet:user:ada', infra.account, undefined]]);
    expect(rowsOf(payer, marketplace)).toEqual([['wallet:user:ada', undefined, marketplace.account]]);
  });

  test('are one for each line where nobody pays, or the platform pays itself', () => {
    const subsidy = entry('platform:free_message_subsidy', 3);
    expect(rowsOf(subsidy, infra)).toEqual([
      ['platform:free_message_subsidy', undefined, undefined],
      ['platform:infra_revenue', undefined, undefined],
    ]);
    expect(rowsOf(payer, entry('held:user:ada'), subsidy, infra)).toEqual([
      ['wallet:user:ada', infra.account, undefined],
      ['held:user:ada', undefined, undefined],
      ['platform:free_message_subsidy', undefined, undefined],
    ]);
  });

  test('tell of one lane: a line of another one stays by itself', () => {
    expect(rowsOf(payer, infra, entry('platform:marketplace_revenue', 4))).toEqual([
      ['wallet:user:ada', infra.account, undefined],
      ['platform:marketplace_revenue', undefined, undefined],
    ]);
  });
});
