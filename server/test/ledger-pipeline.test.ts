import { atEnd } from '@kopai/workshop/at-end';
import { beforeAll, describe, expect, test } from 'vitest';
import { createPipeline, isConflict, type Pipeline } from '../src/db/index.ts';
import { createLedger, fencedStatements, type Ledger, type Rider, riding } from '../src/ledger/index.ts';
import { freshDatabase, type TestDatabase } from './database.ts';

/** What is decided on a movement that is sent and not yet written stands or falls with it. */
describe('decisions that follow each other without waiting', () => {
  let database: TestDatabase;
  let ledger: Ledger;
  let pipeline: Pipeline;
  const fenced = fencedStatements('test');
  /** Whether anything is written at all. */
  const permit: Rider<boolean> = {
    columns: [{ type: 'boolean', value: (holds) => holds }],
    fences: (columns) => ({ 'the test': `(${columns.list(0)})[1]` }),
  };
  let number = 0;

  beforeAll(async () => {
    database = await freshDatabase();
    const { pool, url } = database;
    pipeline = createPipeline({ url, applicationName: 'test pipeline' });
    atEnd(() => pipeline.end());
    ledger = createLedger({ pool, writers: pool, pipelines: [pipeline] }, () => undefined);
  });

  /** Gives credits to a wallet from the platform, as a movement that no row tells; resolves to `sent` or `failed`, and whether it was written. */
  function give(wallet: string, amount: bigint, holds = true): { sent: Promise<void>; written: Promise<unknown> } {
    const account = `wallet:${wallet}`;
    let onSent: () => void = () => undefined;
    const sent = new Promise<void>((resolve) => {
      onSent = resolve;
    });
    const accounts = [{ account }, { account: 'platform:promotions' }];
    const written = ledger.decide(accounts, { pipeline: 0, isShared: false, onSent }, (book) => {
      const postings = [
        { account, amount },
        { account: 'platform:promotions', amount: -amount },
      ];
      number += 1;
      const id = `txn_${String(number).padStart(26, '0')}`;
      if (!book.post({ id, kind: 'charge', postings, at: new Date() }).posted) return undefined;
      return { fenced, riders: [riding(permit, [holds])] };
    });
    // It may be refused before the test comes to look.
    written.catch(() => undefined);
    return { sent, written };
  }

  const balance = async (wallet: string) =>
    (await database.pool.query('select posted, seq from ledger_accounts where account = $1', [`wallet:${wallet}`]))[0];

  test('each is decided on the one before it, from the first use of an account on', async () => {
    const all: Promise<unknown>[] = [];
    for (let i = 0; i < 20; i += 1) {
      const { sent, written } = give('user:chain', 5n);
      all.push(written);
      await sent;
    }
    await Promise.all(all);
    expect(await balance('user:chain')).toEqual({ posted: 100n, seq: 20n });
  });

  test('what stands on one that was refused is refused, leaves nothing, and is not remembered', async () => {
    await give('user:stale', 5n).written;
    // Somebody else moves it: what this ledger remembers is out of date.
    await database.pool.query("update ledger_accounts set seq = seq + 1 where account = 'wallet:user:stale'");
    const first = give('user:stale', 5n);
    await first.sent;
    const second = give('user:stale', 5n);
    await second.sent;
    const third = give('user:stale', 5n);
    for (const { status, ...one } of await Promise.allSettled([first.written, second.written, third.written]))
      expect([status, one]).toEqual(['rejected', { reason: expect.toSatisfy(isConflict) }]);
    expect(await balance('user:stale')).toEqual({ posted: 5n, seq: 2n });
    await give('user:stale', 5n).written;
    expect(await balance('user:stale')).toEqual({ posted: 10n, seq: 3n });
  });

  test('what stands on one that was refused is refused too where somebody else has moved the account just as often', async () => {
    await give('user:aba', 5n).written;
    const somebody = await database.pool.connect();
    await somebody.command('select pg_advisory_lock(1)');
    const first = give('user:aba', 5n, false);
    await first.sent;
    // What comes behind it in the pipeline waits here, until the other has moved both accounts by as many lines as the first would have.
    const between = pipeline.query('select pg_advisory_xact_lock_shared(1)');
    const second = give('user:aba', 5n);
    await second.sent;
    await expect(first.written).rejects.toSatisfy(isConflict);
    await somebody.command(`update ledger_accounts set seq = seq + 1,
      posted = posted + case account when 'wallet:user:aba' then 100 else -100 end
      where account in ('wallet:user:aba', 'platform:promotions')`);
    await somebody.command('select pg_advisory_unlock(1)');
    somebody.release();
    await between;
    await expect(second.written).rejects.toSatisfy(isConflict);
    expect(await balance('user:aba')).toEqual({ posted: 105n, seq: 2n });
  });
});
