import { atEnd } from '@kopai/workshop/at-end';
import { beforeAll, describe, expect, test } from 'vitest';
import { createPipeline, inTransaction, isConflict } from '../src/db/index.ts';
import {
  createLedger,
  type Drift,
  fencedStatements,
  type Ledger,
  type Posting,
  type Rider,
  riding,
  verify,
} from '../src/ledger/index.ts';
import { freshDatabase, type TestDatabase } from './database.ts';

/** What two processes decide on the same payers, each on what it remembers of them. */
describe('payers that another process moves too', () => {
  let database: TestDatabase;
  let one: Ledger;
  let other: Ledger;
  const fenced = fencedStatements('test');
  let number = 0;

  beforeAll(async () => {
    database = await freshDatabase();
    const { pool, url } = database;
    const openLedger = () => {
      const pipeline = createPipeline({ url, applicationName: 'test pipeline' });
      atEnd(() => pipeline.end());
      return createLedger({ pool, writers: pool, pipelines: [pipeline] }, () => undefined);
    };
    one = openLedger();
    other = openLedger();
  });

  /** What a wallet has is told by whoever rides along, as a charge tells it. */
  const witness: Rider<{ wallet: string; balance: bigint }> = {
    columns: [
      { type: 'text', value: ({ wallet }) => wallet },
      { type: 'bigint', value: ({ balance }) => balance, movesWith: ({ wallet }) => `wallet:${wallet}` },
    ],
    tables: (columns) => [
      `told as (insert into low_balance_alerts (wallet, alerted_at)
        select ${columns.each(0)} || ' has ' || (${columns.each(1)}), now() from fenced)`,
    ],
  };

  /** Posts movements in one statement; resolves to how far accounts were from where they were remembered. */
  const move = (ledger: Ledger, movements: readonly (readonly Posting[])[], isShared = true): Promise<Drift> => {
    const accounts = new Map(movements.flat().map((posting) => [`${posting.account} ${posting.lane ?? 0}`, posting]));
    return ledger.decide([...accounts.values()], { pipeline: 0, isShared, onSent: () => undefined }, (book) => {
      const wallets = new Set<string>();
      for (const postings of movements) {
        number += 1;
        const id = `txn_${String(number).padStart(26, '0')}`;
        const posted = book.post({ id, kind: 'charge', postings, at: new Date(1_000) });
        if (!posted.posted) return undefined;
        for (const { account } of postings) if (account.startsWith('wallet:')) wallets.add(account.slice(7));
      }
      const told = [...wallets].map((wallet) => ({ wallet, balance: book.balance(`wallet:${wallet}`) }));
      return { fenced, riders: [riding(witness, told)] };
    });
  };

  const pay = (ledger: Ledger, wallet: string, amount: bigint, isShared = true) =>
    move(ledger, [payment(wallet, amount, ledger)], isShared);
  const payment = (
    wallet: string,
    amount: bigint,
    by = one,
    creator = 'maker',
    lane = by === one ? 1 : 2,
  ): Posting[] => [
    { account: `wallet:${wallet}`, amount: -amount },
    { account: 'platform:infra_revenue', lane, amount: amount - 1n },
    { account: `earnings:${creator}:pending`, lane, amount: 1n },
  ];
  const fund = (wallet: string, amount: bigint) =>
    one.post([
      {
        id: `txn_fund_${wallet}`,
        kind: 'adjustment',
        source: { kind: 'test', id: wallet },
        details: {},
        postings: [
          { account: `wallet:${wallet}`, amount },
          { account: 'platform:promotions', amount: -amount },
        ],
        at: new Date(0),
      },
    ]);

  const linesOf = (account: string) =>
    database.pool.query<{ seq: bigint; amount: bigint; after: bigint }>(
      'select seq, amount, balance_after as after from ledger_entries where account = $1 order by seq',
      [account],
    );
  const toldOf = async (wallet: string) =>
    (
      await database.pool.query<{ wallet: string }>('select wallet from low_balance_alerts where wallet like $1', [
        `${wallet} has %`,
      ])
    ).map((row) => BigInt(row.wallet.slice(`${wallet} has `.length)));

  test('are moved from wherever they are, and all that is said of them is true', async () => {
    await fund('user:both', 100n);
    expect((await pay(one, 'user:both', 10n)).of('wallet:user:both')).toBe(0n);
    await pay(other, 'user:both', 7n);
    // It remembers 90, and 83 is there.
    const drift = await pay(one, 'user:both', 5n);
    expect([drift.isAny, drift.of('wallet:user:both'), drift.of('wallet:user:nobody')]).toEqual([true, -7n, 0n]);
    expect(await linesOf('wallet:user:both')).toEqual([
      { seq: 1n, amount: 100n, after: 100n },
      { seq: 2n, amount: -10n, after: 90n },
      { seq: 3n, amount: -7n, after: 83n },
      { seq: 4n, amount: -5n, after: 78n },
    ]);
    expect((await toldOf('user:both')).toSorted((a, b) => Number(b - a))).toEqual([90n, 83n, 78n]);
    // What it was told, it remembers: from memory alone it is where it was decided on.
    await pay(one, 'user:both', 1n, false);
    expect((await pay(one, 'user:both', 1n)).isAny).toBe(false);
  });

  test('are told apart in one statement: those that moved, those that did not, and accounts that are new', async () => {
    for (const wallet of ['user:near', 'user:far', 'user:new']) await fund(wallet, 50n);
    await move(one, [payment('user:near', 1n), payment('user:far', 1n)]);
    await move(other, [payment('user:far', 2n, other), payment('user:far', 3n, other)]);
    const held = (amount: bigint): Posting[] => [
      { account: 'wallet:user:far', amount: -amount },
      { account: 'held:user:far', amount },
    ];
    const drift = await move(one, [
      payment('user:near', 4n, one, 'new-maker'),
      payment('user:far', 6n, one, 'new-maker'),
      held(8n),
      payment('user:far', 9n),
      payment('user:new', 2n),
      held(1n),
    ]);
    expect(drift.of('wallet:user:far')).toBe(-5n);
    expect(drift.of('wallet:user:near')).toBe(0n);
    expect((await linesOf('wallet:user:far')).map(({ seq, after }) => [seq, after])).toEqual(
      [50n, 49n, 47n, 44n, 38n, 30n, 21n, 20n].map((after, i) => [BigInt(i + 1), after]),
    );
    expect((await linesOf('held:user:far')).map(({ after }) => after)).toEqual([8n, 9n]);
    expect((await linesOf('wallet:user:near')).map(({ after }) => after)).toEqual([50n, 49n, 45n]);
    expect((await linesOf('earnings:new-maker:pending')).map(({ seq, after }) => [seq, after])).toEqual([
      [1n, 1n],
      [2n, 2n],
    ]);
    // A hold that another process knows nothing of, on an account that drifts.
    await move(other, [held(2n)]);
    expect((await move(one, [held(3n)])).of('held:user:far')).toBe(2n);
    expect((await linesOf('held:user:far')).map(({ after }) => after)).toEqual([8n, 9n, 11n, 14n]);
  });

  test('are never moved below their floor, whatever is remembered; a refusal leaves nothing', async () => {
    await fund('user:short', 10n);
    await pay(one, 'user:short', 1n);
    await pay(other, 'user:short', 6n);
    const before = await linesOf('wallet:user:short');
    const refused = await move(one, [payment('user:near', 1n), payment('user:short', 5n)]).catch((error) => error);
    expect(refused).toSatisfy(isConflict);
    expect(await linesOf('wallet:user:short')).toEqual(before);
    expect((await linesOf('wallet:user:near')).at(-1)?.after).toBe(45n);
    // It was forgotten, and is read anew: down to nothing it goes.
    expect((await pay(one, 'user:short', 3n)).isAny).toBe(false);
    expect((await linesOf('wallet:user:short')).at(-1)?.after).toBe(0n);
  });

  test('do not loosen the fence of other accounts', async () => {
    await fund('user:strict', 10n);
    await pay(one, 'user:strict', 1n);
    await database.pool.query(
      "update ledger_accounts set seq = seq + 1 where account = 'platform:infra_revenue' and lane = 1",
    );
    await expect(pay(one, 'user:strict', 1n)).rejects.toSatisfy(isConflict);
    await database.pool.query(
      "update ledger_accounts set seq = seq - 1 where account = 'platform:infra_revenue' and lane = 1",
    );
  });

  test('add up where both move them at once', async () => {
    const wallets = ['user:a', 'user:b', 'user:c'];
    for (const wallet of wallets) await fund(wallet, 10_000n);
    const spend = async (ledger: Ledger) => {
      for (let i = 0; i < 150; i += 1)
        await move(
          ledger,
          wallets.toSpliced(i % 3, 1).map((wallet) => payment(wallet, BigInt(1 + (i % 7)), ledger)),
        );
    };
    await Promise.all([spend(one), spend(other)]);
    const spent = BigInt(Array.from({ length: 150 }, (_, i) => 1 + (i % 7)).reduce((sum, each) => sum + each));
    const left = await Promise.all(
      wallets.map(async (wallet) => (await linesOf(`wallet:${wallet}`)).at(-1)?.after ?? 0n),
    );
    expect(30_000n - left.reduce((sum, each) => sum + each)).toBe(4n * spent);
    const broken = (await inTransaction(database.pool, verify)).filter(({ offenders }) => offenders.length > 0);
    // Nothing tells these movements, and nobody charged for them: all that is said of accounts alone must hold.
    for (const { name } of broken) expect(name).toMatch(/charge/);
  });
});
