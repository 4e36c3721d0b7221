import { get, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { toolPool } from '../src/database.ts';
import { freshDatabase } from './database.ts';
import { serveProcess } from './process.ts';
import { grant } from './running-server.ts';

/** Lines of the history. Held at once they would be some 300 MB of objects, and 30 MB as text. */
const lines = 300_000;

/**
 * V8 collects when it must, and on a large machine that is late: so the server gets a heap that its code fills by half, and in which no
 * history of this length has room. Whoever gathers lines dies of it.
 */
const smallHeap = '--max-old-space-size=96 --max-semi-space-size=4';

/**
 * What the process may grow by while it streams, in bytes: the other half of the heap, and the buffers outside of it that the driver reads
 * chunks of a thousand lines (some 200 kB each) into.
 */
const growthMost = 64 * 1024 * 1024;

/** Readers that do not read. Kept for each of them, the file would be 30 MB eight times. */
const slowReaders = 8;

const wallet = 'user:long';

describe('a history of 300,000 lines as CSV', { timeout: 120_000 }, () => {
  let server: Awaited<ReturnType<typeof serveProcess>>;

  beforeAll(async () => {
    const { url } = await freshDatabase();
    server = await serveProcess({
      DATABASE_URL: url,
      KOPAI_SECRET_KEY: 'kopai_sk_only_for_the_csv_test_0123456789',
      NODE_OPTIONS: smallHeap,
    });
    const pool = toolPool(url);
    try {
      for (const sql of longHistory) await pool.query(sql, [lines]);
    } finally {
      await pool.end();
    }
    // What is loaded and compiled at the first use is no growth.
    for await (const _ of await csv('?kind=adjustment&from=2026-01-01T00:00:00.000Z&to=2026-01-01T01:00:00.000Z'));
  });

  const csv = (query = ''): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const headers = { Authorization: `Bearer ${server.apiKey}`, Accept: 'text/csv' };
      get(`${server.url}/v1/wallets/${wallet}/transactions${query}`, { headers }, resolve).on('error', reject);
    });
  /** Resident memory of the server process, in bytes, as it measures itself. */
  const resident = async (): Promise<number> => {
    const headers = { Authorization: `Bearer ${server.apiKey}` };
    const text = await (await fetch(`${server.url}/metrics`, { headers })).text();
    return Number(/^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1]);
  };
  /** The highest that memory stood while `work` ran, looked at ten times a second. */
  const peakDuring = async (work: () => Promise<void>): Promise<number> => {
    let running = true;
    const done = work().finally(() => {
      running = false;
    });
    let peak = 0;
    while (running) {
      peak = Math.max(peak, await resident());
      await sleep(100);
    }
    await done;
    return peak;
  };

  test('streams in constant memory', async () => {
    const before = await resident();
    let breaks = 0;
    const peak = await peakDuring(async () => {
      breaks = await breaksIn(await csv());
    });
    expect(breaks).toBe(lines + 1);
    expect(peak - before).toBeLessThan(growthMost);
  });

  test('waits for readers that are slow, instead of keeping the file for them', async () => {
    const before = await resident();
    const responses = await Promise.all(Array.from({ length: slowReaders }, () => csv()));
    for (const response of responses) response.pause();
    const peak = await peakDuring(() => sleep(4_000));
    expect(peak - before).toBeLessThan(growthMost);
    const [patient, ...others] = responses;
    for (const response of others) response.destroy();
    expect(await breaksIn(patient ?? (await csv())), 'and the file is complete all the same').toBe(lines + 1);
  });

  test('ends with its reader', async () => {
    const response = await csv();
    response.destroy();
    await grant(server.kopai, wallet, 1n);
    expect((await server.kopai.wallets.get(wallet)).seq).toBe(lines + 1);
    server.process.kill('SIGTERM');
    expect(await server.process.ended).toMatchObject({ code: 0 });
  });
});

async function breaksIn(response: AsyncIterable<Buffer>): Promise<number> {
  let breaks = 0;
  for await (const chunk of response) for (const byte of chunk) if (byte === 0x0a) breaks += 1;
  return breaks;
}

/** Adjustments of one microcredit, a second apart, with the entries and balances that the ledger itself would have written. */
const longHistory = [
  `insert into ledger_transactions (id, kind, source_kind, source_id, details, created_at)
   select 'txn_' || lpad(i::text, 26, '0'), 'adjustment', 'test', i::text,
     jsonb_build_object('reason', 'Credits of the month', 'madeBy', 'test'), timestamptz '2026-01-01' + i * interval '1 second'
   from generate_series(1, $1::int) i`,
  `insert into ledger_entries (account, lane, seq, transaction_id, kind, amount, balance_after, created_at)
   select account, 0, i, 'txn_' || lpad(i::text, 26, '0'), 'adjustment', sign, sign * i, timestamptz '2026-01-01' + i * interval '1 second'
   from generate_series(1, $1::int) i, (values ('wallet:${wallet}', 1), ('platform:promotions', -1)) side (account, sign)`,
  `insert into ledger_accounts (account, lane, posted, seq)
   select account, 0, sign * $1::int, $1::int from (values ('wallet:${wallet}', 1), ('platform:promotions', -1)) side (account, sign)`,
];
