import { beforeAll, describe, expect, test } from 'vitest';
import {
  createLedger,
  type Draft,
  DraftError,
  type Ledger,
  platform,
  verify,
  walletAccount,
} from '../src/ledger/index.ts';
import { freshDatabase, type TestDatabase } from './database.ts';
import { brokenInvariants } from './running-server.ts';
import { until } from './until.ts';

let serial = 0;
/** A transaction between promotions and a wallet. */
const gift = (wallet: string, amount: bigint, more: Partial<Draft> = {}): Draft => ({
  id: `txn_${String(++serial).padStart(6, '0')}`,
  kind: 'adjustment',
  source: { kind: 'test', id: `source-${serial}` },
  details: {},
  postings: [
    { account: walletAccount(wallet), amount },
    { account: platform.promotions, amount: -amount },
  ],
  at: new Date(Date.UTC(2026, 5, 1)),
  ...more,
});

describe('the ledger', () => {
  let database: TestDatabase;
  let ledger: Ledger;
  const announced: string[] = [];
  const sql = (text: string, values: unknown[] = []) => database.pool.query(text, values);
  const posted = async (account: string) =>
    (
      await database.pool.query<{ posted: bigint }>('select posted from ledger_accounts where account = $1', [account])
    )[0]?.posted ?? 0n;

  beforeAll(async () => {
    database = await freshDatabase();
    const { pool } = database;
    ledger = createLedger({ pool, writers: pool, pipelines: [pool] }, (wallet) => announced.push(wallet));
  });

  test('posts a list in order, each with its own outcome', async () => {
    const outcomes = await ledger.post([
      gift('user:a', 10n),
      gift('user:a', -4n),
      gift('user:a', -7n),
      gift('user:a', -6n),
    ]);
    expect(outcomes.map(({ posted }) => posted)).toEqual([true, true, false, true]);
    expect(outcomes[2]).toMatchObject({ account: 'wallet:user:a', balance: 6n });
    expect(await posted('wallet:user:a')).toBe(0n);
    expect(announced).toEqual(['user:a']);
  });

  test('has one effect per cause: in a list, later, and at once', async () => {
    const again = (source: string) => gift('user:b', 5n, { source: { kind: 'test', id: source } });
    const inOne = await ledger.post([again('once'), again('once')]);
    expect(inOne).toMatchObject([{ posted: true }, { posted: false, duplicate: true }]);
    expect(await ledger.post([again('once')])).toEqual([{ posted: false, duplicate: true }]);
    const atOnce = await Promise.all(Array.from({ length: 20 }, () => ledger.post([again('race')])));
    expect(atOnce.filter(([outcome]) => outcome?.posted)).toHaveLength(1);
    expect(await posted('wallet:user:b')).toBe(10n);
  });

  test('locks the wallet of an organization before its first use, too', async () => {
    const { pool } = database;
    let first: Promise<unknown> | undefined;
    const seen = await ledger.transaction(async (tx) => {
      const book = await tx.open([{ account: 'wallet:org:fresh' }]);
      first ??= ledger.post([gift('org:fresh', 5n)]);
      await until(async () => {
        const waiting = await pool.query(`select from pg_locks where locktype = 'advisory' and not granted
          and database = (select oid from pg_database where datname = current_database())`);
        return waiting.length > 0;
      });
      return [book.balance('wallet:org:fresh'), await posted('wallet:org:fresh')];
    });
    expect(seen).toEqual([0n, 0n]);
    await first;
    expect(await posted('wallet:org:fresh')).toBe(5n);
  });

  test('refuses a draft that is off by a microcredit, or names an account twice, before anything is written', async () => {
    const off = gift('user:c', 1n, { postings: [{ account: 'wallet:user:c', amount: 1n }] });
    await expect(ledger.post([gift('user:c', 1n), off])).rejects.toThrow(DraftError);
    const twice = { account: 'wallet:user:c', amount: 1n };
    await expect(
      ledger.post([gift('user:c', 1n, { postings: [twice, twice, { account: platform.cash, amount: -2n }] })]),
    ).rejects.toThrow(DraftError);
    expect(await posted('wallet:user:c')).toBe(0n);
  });

  test('lets a clawback alone take a wallet below zero', async () => {
    await ledger.post([gift('user:d', 3n)]);
    expect(await ledger.post([gift('user:d', -5n)])).toMatchObject([{ posted: false }]);
    expect(await ledger.post([gift('user:d', -5n, { kind: 'dispute' })])).toMatchObject([{ posted: true }]);
    expect(await posted('wallet:user:d')).toBe(-2n);
    expect(await ledger.post([gift('user:d', 1n)])).toMatchObject([{ posted: true }]);
  });

  test('writers who share accounts in every order neither deadlock nor lose anything', async () => {
    const names = ['e1', 'e2', 'e3', 'e4'].map((name) => `user:${name}`);
    await Promise.all(
      Array.from({ length: 120 }, (_, i) => {
        const [from = '', to = ''] = [names[i % 4], names[(i * 7 + 1) % 4]];
        return ledger.post([gift(from, 1n), gift(to === from ? 'user:e5' : to, 2n)]);
      }),
    );
    const rows = await sql(
      "select sum(posted)::bigint as sum from ledger_accounts where account like 'wallet:user:e%'",
    );
    expect(rows).toEqual([{ sum: 360n }]);
  });

  describe('held by the schema', () => {
    const entry = (account: string, amount: number, after: number, kind = 'charge') => [account, amount, after, kind];
    const insert = async (...entries: (string | number)[][]) => {
      const id = `txn_raw_${++serial}`;
      return database.pool.query(
        `with t as (
           insert into ledger_transactions (id, kind, source_kind, source_id, created_at) values ($1, 'charge', 'raw', $1, now())
         )
         insert into ledger_entries (account, lane, seq, transaction_id, kind, amount, balance_after, created_at)
         select account, 0, 1000 + $6::bigint, $1, kind, amount, after, now()
         from unnest($2::text[], $3::bigint[], $4::bigint[], $5::text[]) as e (account, amount, after, kind)`,
        [
          id,
          entries.map((e) => e[0]),
          entries.map((e) => e[1]),
          entries.map((e) => e[2]),
          entries.map((e) => e[3]),
          serial,
        ],
      );
    };

    test('postings that do not sum to zero', async () => {
      await expect(insert(entry('wallet:user:x', 5, 5), entry('platform:cash', -4, -4))).rejects.toThrow(
        /does not sum to zero/,
      );
    });

    test('a wallet below zero, held or earnings below zero', async () => {
      await expect(insert(entry('wallet:user:x', -5, -5), entry('platform:cash', 5, 5))).rejects.toThrow(
        /ledger_entries_floor/,
      );
      await expect(insert(entry('held:user:x', -5, -5, 'dispute'), entry('platform:cash', 5, 5))).rejects.toThrow(
        /ledger_entries_floor/,
      );
    });

    test('income in a line that does not sum to zero, or is not whole', async () => {
      const insertIncome = (columns: string) =>
        database.pool.query(
          `insert into ledger_entries (account, lane, seq, transaction_id, kind, amount, balance_after, created_at, income_lane, infra, infra_seq, infra_after)
           values ('wallet:user:x', 0, 1, 'txn_income', 'charge', -5, 0, now(), ${columns})`,
        );
      await expect(insertIncome('1, 4, 1, 4')).rejects.toThrow(/does not sum to zero/);
      for (const columns of ['null, 5, 1, 5', '1, 5, null, 5', '1, 5, 1, null', '1, 5, 0, 5', '1, null, 1, 5'])
        await expect(insertIncome(columns), columns).rejects.toThrow(/ledger_entries_income/);
    });

    test('history that is rewritten', async () => {
      for (const text of [
        'update ledger_entries set amount = 0',
        'delete from ledger_entries',
        'truncate ledger_entries cascade',
        "update ledger_transactions set kind = 'topup'",
        'delete from ledger_transactions',
        'delete from ledger_accounts',
      ]) {
        await expect(sql(text)).rejects.toThrow(/append-only/);
      }
    });

    test('an account nobody knows', async () => {
      await expect(sql("insert into ledger_accounts (account) values ('slush:fund')")).rejects.toThrow(
        /ledger_accounts_known/,
      );
    });
  });

  describe('proved by verify', () => {
    test('clean as it stands', async () => expect(await brokenInvariants(database.pool)).toEqual([]));

    test.each([
      [
        'a balance that was tampered with',
        "update ledger_accounts set posted = posted + 1 where account = 'wallet:user:b'",
        ['every balance', 'all accounts'],
      ],
      [
        'an entry that was changed',
        "update ledger_entries set amount = amount + 1 where account = 'wallet:user:b' and seq = 1",
        ['every transaction', 'every balance', 'seq has no gap'],
      ],
      [
        'an entry that is gone',
        "delete from ledger_entries where account = 'wallet:user:b' and seq = 1",
        ['every transaction', 'every balance', 'seq has no gap'],
      ],
      [
        'a charge that took nothing',
        `insert into charges values ('chg_x', 'm', null, '', 'a', 'A', 'u', null, 'user:u', 1, 1, 0, 0, 0, 1, false, 'o', 0, 0, 0, false,
          'captured', 0, 0, now(), null, now(), null, null)`,
        ['a charge took'],
      ],
    ])('%s is named', async (_name, damage, wanted) => {
      // Whoever damages a database this way gets around the triggers first, as a restore or a superuser would.
      const found = await database.pool.connect();
      try {
        await found.command('begin');
        await found.command("set local session_replication_role = 'replica'");
        await found.command(damage);
        const broken = (await verify(found)).filter(({ offenders }) => offenders.length > 0);
        expect(broken.map(({ name }) => wanted.find((start) => name.startsWith(start))).filter(Boolean)).toEqual(
          expect.arrayContaining(wanted),
        );
        expect(broken.every(({ offenders }) => offenders.every((row) => Object.keys(row).length > 0))).toBe(true);
      } finally {
        await found.command('rollback');
        found.release();
      }
    });
  });
});
