import { createQuotes } from '../src/catalog/index.ts';
import { systemClock } from '../src/clock.ts';
import type { Queryable } from '../src/db/index.ts';
import { history, walletState } from '../src/wallets/index.ts';
import { measure } from './measure.ts';
import type { BenchDatabase } from './open-database.ts';
import { type BenchServer, openBenchServer, populate } from './open-server.ts';
import { type Line, printTable, times } from './report.ts';

const secret = new TextEncoder().encode('a secret of the benchmark, 32 bytes');
const secrets = { current: () => secret, accepted: () => [secret], refresh: async () => undefined };

/** Quotes: signed for the first time, and again within their window. */
export async function benchQuotes(database: BenchDatabase, durationMs: number): Promise<void> {
  const server = await openBenchServer(database.url);
  try {
    await populate(server, 1, 100);
    await quotes(server, durationMs);
  } finally {
    await server.close();
  }
}

async function quotes({ kopai }: BenchServer, durationMs: number): Promise<void> {
  const { data: agents } = await kopai.agents.list({ limit: 100 });
  const [agent] = agents;
  if (!agent) throw new Error('there is no agent');
  const warm = createQuotes({ secrets, clock: systemClock });
  const cold = createQuotes({ secrets, clock: systemClock });
  let fresh = 0;
  // A version that was never asked for is a token that was never signed.
  const signed = await measure({ callers: 1, durationMs }, () => cold.quote({ ...agent, version: ++fresh }, {}));
  const known = await measure({ callers: 1, durationMs }, () => warm.quote(agent, {}));
  const one = await measure({ callers: 64, durationMs }, () => kopai.quotes.list({ agent: [agent.id] }));
  const ids = agents.map(({ id }) => id);
  const many = await measure({ callers: 16, durationMs, each: ids.length }, () => kopai.quotes.list({ agent: ids }));
  printTable('Quotes', [
    { what: 'in process, signed', callers: 1, measured: signed },
    { what: 'in process, known', callers: 1, measured: known, ratio: times(known, signed, 'signed') },
    { what: 'over HTTP, one a request', callers: 64, measured: one },
    { what: 'over HTTP, a hundred a request', callers: 16, measured: many, ratio: times(many, one, 'one a request') },
  ]);
}

/** Histories of growing length: what a page and a balance cost must not grow with them. */
export async function benchHistory(
  { pool }: BenchDatabase,
  durationMs: number,
  sizes: readonly number[],
): Promise<void> {
  const lines: Line[] = [];
  const firsts = new Map<string, Line>();
  for (const size of sizes) {
    const wallet = `user:history-${size}`;
    await pool.query(fill, [`wallet:${wallet}`, size]);
    await pool.query('vacuum analyze ledger_entries');
    const reads = readsOf(pool, { wallet, entries: size, fromMs: Date.UTC(2020, 0, 1), spanMs: size * 1_000 });
    for (const [what, read] of Object.entries(reads)) {
      const measured = await measure({ callers: 1, durationMs: durationMs / 4 }, read);
      const line = { what: `${what}, ${size.toLocaleString('en')} entries`, callers: 1, measured };
      const first = firsts.get(what);
      firsts.set(what, first ?? line);
      lines.push({ ...line, ratio: first && times(measured, first.measured, 'the shortest') });
    }
  }
  printTable('Reading histories', lines);
}

/** What is read of a wallet with so many entries, made from a moment on over a span (ms). */
export function readsOf(
  pool: Queryable,
  { wallet, entries, fromMs, spanMs }: { wallet: string; entries: number; fromMs: number; spanMs: number },
): Readonly<Record<string, () => Promise<unknown>>> {
  const instant = (share: number) => new Date(fromMs + spanMs * share).toISOString();
  return {
    balance: () => walletState(pool, wallet),
    'newest page': () => history(pool, { wallet, limit: 20 }),
    'page in the middle': () => history(pool, { wallet, limit: 20, before: BigInt(Math.floor(entries / 2)) }),
    'page of an old day': () => history(pool, { wallet, limit: 20, from: instant(0.3), to: instant(0.3001) }),
    'page of a rare kind': () => history(pool, { wallet, limit: 20, kind: 'topup' }),
  };
}

/** A history by hand: one line a second, of which one in a thousand is a top-up. */
const fill = `
  with opened as (
    insert into ledger_accounts (account, lane, posted, seq) values ($1, 0, 0, $2)
  ), made as (
    insert into ledger_transactions (id, kind, source_kind, source_id, details, created_at)
    select 'txn_' || $1 || g, case when g % 1000 = 0 then 'topup' else 'charge' end, 'bench', $1 || g, '{}',
      timestamptz '2020-01-01 00:00Z' + g * interval '1 second'
    from generate_series(1, $2::bigint) g
  )
  insert into ledger_entries (account, lane, seq, transaction_id, kind, amount, balance_after, created_at)
  select $1, 0, g, 'txn_' || $1 || g, case when g % 1000 = 0 then 'topup' else 'charge' end, 0, 0,
    timestamptz '2020-01-01 00:00Z' + g * interval '1 second'
  from generate_series(1, $2::bigint) g`;
