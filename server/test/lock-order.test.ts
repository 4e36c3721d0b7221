import { describe, expect, test } from 'vitest';
import {
  availableEarnings,
  heldAccount,
  inTransitEarnings,
  pendingEarnings,
  platform,
  walletAccount,
} from '../src/ledger/index.ts';
import { OneMovement } from '../src/ledger/one-movement.ts';
import { freshDatabase } from './database.ts';

const { pool } = await freshDatabase();

/** The accounts in the order that the statement of a lone movement locks them in. */
async function lockedOrder(accounts: readonly string[]): Promise<string[]> {
  const entries = accounts.map((account) => ({ account, lane: 0, seq: 2n, amount: 1n, balanceAfter: 1n }));
  const moved = entries.map(({ account, lane }) => ({
    account,
    lane,
    expected: 1n,
    before: 0n,
    posted: 1n,
    seq: 2n,
  }));
  const movement = { id: 'txn_1', kind: 'charge', postings: [], at: new Date(0) } as const;
  const one = new OneMovement({ movement, entries }, moved);
  const rows = await pool.query<{ account: string }>(
    `select account from (select $1::text, $2::text, $3::timestamptz) as said, (${one.wantedText}) as wanted`,
    one.parameters(),
  );
  return rows.map(({ account }) => account);
}

/** Every sort order that this PostgreSQL knows of. */
const collations = await pool.query<{ name: string }>(
  `select distinct quote_ident(collname) as name from pg_collation
   where collencoding in (-1, (select encoding from pg_database where datname = current_database())) order by name`,
);

describe('a lone movement locks its accounts in the order that everybody does', () => {
  test.each([
    {
      what: 'paid',
      of: [walletAccount('user:Ada'), platform.infraRevenue, pendingEarnings('studio'), platform.marketplaceRevenue],
    },
    { what: 'held', of: [walletAccount('org:öl'), heldAccount('org:öl')] },
  ])('$what, whatever the collation', async ({ of }) => {
    const order = await lockedOrder(of);
    const sorted = await pool.query<{ accounts: string[] }>(
      collations
        .map(({ name }) => `select array(select a from unnest($1::text[]) as a order by a collate ${name}) as accounts`)
        .join(' union '),
      [of],
    );
    expect(collations.length).toBeGreaterThan(1);
    expect(sorted).toEqual([{ accounts: order }]);
  });

  test.each([
    { what: 'free messages', of: [platform.infraRevenue, platform.freeMessageSubsidy] },
    { what: 'a grant', of: [walletAccount('user:_1'), platform.promotions] },
    { what: 'two wallets', of: [walletAccount('user:b'), walletAccount('user:A'), walletAccount('user:a')] },
    { what: 'earnings of one owner', of: [pendingEarnings('m'), availableEarnings('m'), inTransitEarnings('m')] },
  ])('$what, as the database sorts them', async ({ of }) => {
    const [sorted] = await pool.query<{ accounts: string[] }>(
      'select array(select a from unnest($1::text[]) as a order by a) as accounts',
      [of],
    );
    expect(await lockedOrder(of)).toEqual(sorted?.accounts);
  });
});
