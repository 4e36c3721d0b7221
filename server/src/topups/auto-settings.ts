import { type AutoTopup, type AutoTopupState, centsToCredits, type Pack, Problem, periodAt } from '@kopai/contracts';
import { recordAct } from '../audit/index.ts';
import { type Clock, instantOf } from '../clock.ts';
import { inTransaction, type Pool, type Queryable } from '../db/index.ts';
import { enqueue } from '../jobs/index.ts';
import { type AutoTopupVerdict, judgeAutoTopup } from './auto-rules.ts';

/** The job that looks whether a wallet tops itself up. */
export const autoTopupTask = 'auto-topup';

export interface AutoTopupRow {
  readonly wallet: string;
  readonly enabled: boolean;
  readonly threshold: bigint;
  readonly pack_id: string;
  readonly monthly_cap: bigint;
  readonly failures: number;
  readonly next_try_at: Date | null;
  readonly obstacle: 'needs_card' | 'needs_action' | 'paused' | null;
  readonly action_url: string | null;
  readonly last_failure: string | null;
}

/** A wallet's settings with all that decides about the next charge. */
export interface AutoTopupStanding {
  readonly row: AutoTopupRow;
  readonly monthSpent: bigint;
  readonly inFlight: boolean;
  readonly verdict: AutoTopupVerdict;
}

/** Sets a wallet's automatic top-up. Setting it anew forgets declines and obstacles: somebody has looked. */
export async function setAutoTopup(
  { pool, clock, packs }: { pool: Pool; clock: Clock; packs: readonly Pack[] },
  order: { wallet: string; enabled: boolean; threshold: bigint; packId: string; monthlyCap: bigint; changedBy: string },
): Promise<AutoTopup> {
  if (!packs.some(({ id }) => id === order.packId)) {
    throw new Problem('pack_not_found', `There is no pack ${JSON.stringify(order.packId)}.`);
  }
  await inTransaction(pool, async (tx) => {
    const at = new Date(clock());
    const from = await readAutoTopup(tx, order.wallet, packs, at.getTime());
    await tx.query(
      `insert into auto_topups (wallet, enabled, threshold, pack_id, monthly_cap, changed_by, changed_at)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (wallet) do update set enabled = excluded.enabled, threshold = excluded.threshold, pack_id = excluded.pack_id,
         monthly_cap = excluded.monthly_cap, changed_by = excluded.changed_by, changed_at = excluded.changed_at,
         failures = 0, next_try_at = null, obstacle = null, action_url = null, last_failure = null`,
      [
        order.wallet,
        order.enabled,
        order.threshold,
        order.packId,
        order.monthlyCap,
        order.changedBy,
        new Date(clock()),
      ],
    );
    const to = await readAutoTopup(tx, order.wallet, packs, at.getTime());
    await recordAct(tx, { actor: order.changedBy, action: 'auto_topup.put', subject: order.wallet, from, to, at });
    if (order.enabled) await planAutoTopup(tx, order.wallet);
  });
  return readAutoTopup(pool, order.wallet, packs, clock());
}

/** Plans a look at the wallet, once the caller's transaction has committed; a look that is planned already is enough. */
export const planAutoTopup = (tx: Queryable, wallet: string): Promise<void> =>
  enqueue(tx, autoTopupTask, { wallet }, `auto-topup:${wallet}`);

/** The wallets among these that top themselves up and have fallen low. */
export async function lowWallets(
  tx: Queryable,
  balances: readonly { wallet: string; after: bigint }[],
): Promise<string[]> {
  const rows = await tx.query<{ wallet: string }>(
    `select distinct a.wallet from auto_topups a
     join unnest($1::text[], $2::bigint[]) as b (wallet, balance) on b.wallet = a.wallet and b.balance < a.threshold
     where a.enabled and a.obstacle is null`,
    [balances.map(({ wallet }) => wallet), balances.map(({ after }) => after)],
  );
  return rows.map(({ wallet }) => wallet);
}

/** Wallets that were held back and may have waited long enough. */
export async function dueWallets(db: Queryable, nowMs: number, most: number): Promise<string[]> {
  const rows = await db.query<{ wallet: string }>(
    `select a.wallet from auto_topups a left join ledger_accounts l on l.account = 'wallet:' || a.wallet and l.lane = 0
     where a.enabled and a.obstacle is null and (a.next_try_at is null or a.next_try_at <= $1)
       and coalesce(l.posted, 0) < a.threshold
     order by a.next_try_at nulls first limit $2`,
    [new Date(nowMs), most],
  );
  return rows.map(({ wallet }) => wallet);
}

/** How a wallet's automatic top-up stands; with `lock` nobody else decides about it meanwhile. */
export async function autoTopupStanding(
  db: Queryable,
  wallet: string,
  { packs, nowMs, lock }: { packs: readonly Pack[]; nowMs: number; lock: boolean },
): Promise<AutoTopupStanding | undefined> {
  const [row] = await db.query<AutoTopupRow>(
    `select * from auto_topups where wallet = $1 ${lock ? 'for update' : ''}`,
    [wallet],
  );
  if (!row) return undefined;
  const [sums] = await db.query<{ balance: bigint; spent: bigint; in_flight: boolean }>(
    `select
       (select coalesce(sum(posted), 0)::bigint from ledger_accounts where account = 'wallet:' || $1 and lane = 0) as balance,
       coalesce(sum(credits) filter (where status <> 'failed' and created_at >= $2), 0)::bigint as spent,
       coalesce(bool_or(status in ('pending', 'processing')), false) as in_flight
     from topups where wallet = $1 and kind = 'auto'`,
    [wallet, new Date(periodAt('month', nowMs).startMs)],
  );
  const pack = packs.find(({ id }) => id === row.pack_id);
  const verdict = judgeAutoTopup(
    {
      enabled: row.enabled && pack !== undefined,
      hasObstacle: row.obstacle !== null,
      threshold: row.threshold,
      monthlyCap: row.monthly_cap,
      nextTryMs: row.next_try_at?.getTime(),
      balance: sums?.balance ?? 0n,
      monthSpent: sums?.spent ?? 0n,
      packCredits: pack ? centsToCredits(BigInt(pack.amountCents)) : 0n,
    },
    nowMs,
  );
  return { row, monthSpent: sums?.spent ?? 0n, inFlight: sums?.in_flight ?? false, verdict };
}

/** What a wallet's owner sees of it. A wallet that never set it has it off. */
export async function readAutoTopup(
  db: Queryable,
  wallet: string,
  packs: readonly Pack[],
  nowMs: number,
): Promise<AutoTopup> {
  const standing = await autoTopupStanding(db, wallet, { packs, nowMs, lock: false });
  const row = standing?.row;
  return {
    object: 'auto_topup',
    wallet,
    enabled: row?.enabled ?? false,
    threshold: row?.threshold ?? 0n,
    packId: row?.pack_id ?? packs[0]?.id ?? '',
    monthlyCap: row?.monthly_cap ?? 0n,
    state: standing ? stateOf(standing, nowMs) : 'off',
    monthSpent: standing?.monthSpent ?? 0n,
    nextTryAt: row?.next_try_at && row.next_try_at.getTime() > nowMs ? instantOf(row.next_try_at) : null,
    actionUrl: row?.action_url ?? null,
    lastFailure: row?.last_failure ?? null,
  };
}

function stateOf({ row, inFlight, verdict }: AutoTopupStanding, nowMs: number): AutoTopupState {
  if (!row.enabled) return 'off';
  if (row.obstacle) return row.obstacle;
  if (inFlight) return 'charging';
  const heldBack = row.failures > 0 && row.next_try_at !== null && row.next_try_at.getTime() > nowMs;
  return heldBack || verdict === 'too_soon' || verdict === 'over_cap' ? 'waiting' : 'ready';
}
