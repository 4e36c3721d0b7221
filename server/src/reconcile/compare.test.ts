import { describe, expect, test } from 'vitest';
import { compare } from './compare.ts';
import type { ProviderMovement } from './provider.ts';
import { dollars, reportLines } from './report.ts';

const credit = 1_000_000n;

describe('a comparison', () => {
  const movement = (more: Partial<ProviderMovement>): ProviderMovement => ({
    kind: 'charge',
    subject: 'pi_1',
    ours: 'top_1',
    category: 'charge',
    cents: 500n,
    feeCents: 45n,
    currency: 'usd',
    ...more,
  });
  const credited = { kind: 'charge', subject: 'pi_1', ours: 'top_1', amount: 50n * credit } as const;

  test('nets what belongs to one item: a refund that failed is as if it had never been', () => {
    const refund = { kind: 'refund', ours: null, feeCents: 0n } as const;
    const seen = compare(
      [credited],
      [movement({}), movement({ ...refund, cents: -500n }), movement({ ...refund, cents: 500n })],
    );
    expect(seen.differences).toEqual([]);
  });

  test('does not take another currency for dollars', () => {
    expect(compare([credited], [movement({ currency: 'eur' })])).toMatchObject({
      differences: [{ is: 'missing there' }],
      others: [{ category: 'charge in eur' }],
    });
  });

  test('is said in dollars, with the fees', () => {
    expect(reportLines(compare([credited], [movement({ cents: 400n })]))).toEqual([
      'charge    1 of $5.00 in the ledger, 1 of $4.00 at Stripe',
      'refund    0 of $0.00 in the ledger, 0 of $0.00 at Stripe',
      'dispute   0 of $0.00 in the ledger, 0 of $0.00 at Stripe',
      'transfer  0 of $0.00 in the ledger, 0 of $0.00 at Stripe',
      'reversal  0 of $0.00 in the ledger, 0 of $0.00 at Stripe',
      'fees      $0.45 kept by Stripe',
      'DIFFERS   charge pi_1 (top_1): other amount; $5.00 in the ledger, $4.00 at Stripe',
      '1 difference',
    ]);
  });

  test('says dollars with two digits, and credits where there are parts of a cent', () => {
    expect([5_000_000n, -500_000n, 50_000n].map(dollars)).toEqual(['$0.50', '-$0.05', '0.05 credits']);
  });
});
