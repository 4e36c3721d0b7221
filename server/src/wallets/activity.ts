import { type Activity, byDay, type DayEvent } from '@kopai/contracts';
import type { Queryable } from '../db/index.ts';
import { availableEarnings, pendingEarnings, walletAccount } from '../ledger/index.ts';

export interface ActivityQuery {
  readonly wallet: string;
  readonly days: number;
  /** An IANA time zone, whose midnights part the days. */
  readonly timezone: string;
  readonly nowMs: number;
}

const dayMs = 24 * 60 * 60_000;

/**
 * What a wallet spent and earned on each of its last days. The database sums by quarter of an hour, which every time zone's midnight falls
 * on, so that which zones there are is one program's knowledge, and the answer holds at most 3,000 rows for a month.
 */
export async function walletActivity(
  db: Queryable,
  { wallet, days, timezone, nowMs }: ActivityQuery,
): Promise<Activity> {
  // Time zones differ by up to 26 hours, and a day lasts up to 25: two days more hold them all.
  const from = new Date(nowMs - (days + 2) * dayMs);
  const orgId = wallet.startsWith('org:') ? wallet.slice('org:'.length) : undefined;
  const [spent, earned] = await Promise.all([
    spentSince(db, wallet, from),
    orgId === undefined ? [] : earnedSince(db, orgId, from),
  ]);
  return { object: 'activity', wallet, timezone, days: byDay([...spent, ...earned], nowMs, days, timezone) };
}

/** An account's entries since a moment, give or take a day that nobody is shown: what they cost to find does not grow with what lies before. */
const entriesSince = `
  ledger_accounts a
  join ledger_entries e on e.account = a.account and e.lane = a.lane and e.seq >= first_seq_since(a.account, a.lane, $2)`;

async function spentSince(db: Queryable, wallet: string, from: Date): Promise<DayEvent[]> {
  const rows = await db.query<{ at: Date; spent: bigint; messages: bigint; free: bigint }>(
    `select date_bin('15 minutes', e.created_at, 'epoch') as at, -sum(e.amount)::bigint as spent,
       count(*) filter (where e.kind in ('charge', 'hold', 'free_message')) as messages,
       count(*) filter (where e.kind = 'free_message') as free
     from ${entriesSince}
     where a.account = $1 and e.kind in ('charge', 'hold', 'capture', 'release', 'refund', 'free_message')
     group by 1`,
    [walletAccount(wallet), from],
  );
  return rows.map(({ at, spent, messages, free }) => ({
    atMs: at.getTime(),
    spent,
    messages: Number(messages),
    freeMessages: Number(free),
  }));
}

/** Settling moves a share from pending to available, and a payout takes what was earned: neither earns. */
async function earnedSince(db: Queryable, orgId: string, from: Date): Promise<DayEvent[]> {
  const rows = await db.query<{ at: Date; earned: bigint }>(
    `select date_bin('15 minutes', e.created_at, 'epoch') as at, sum(e.amount)::bigint as earned
     from ${entriesSince}
     where a.account = any($1) and e.kind in ('charge', 'capture', 'refund')
     group by 1`,
    [[pendingEarnings(orgId), availableEarnings(orgId)], from],
  );
  return rows.map(({ at, earned }) => ({ atMs: at.getTime(), earned }));
}
