import type { Earnings } from '@kopai/contracts';
import { instantOf } from '../clock.ts';
import type { Queryable } from '../db/index.ts';
import { availableEarnings, pendingEarnings } from '../ledger/index.ts';

export interface EarningsTerms {
  /** How long a share stays pending, in ms. */
  readonly settleAfterMs: number;
  /** The least that is paid out, in microcredits. */
  readonly minimumPayout: bigint;
}

/** What a creator's page shows, read in one statement, so that nothing is in two places while it settles. */
export async function readEarnings(
  db: Queryable,
  orgId: string,
  terms: EarningsTerms,
): Promise<Omit<Earnings, 'payoutsEnabled'>> {
  const [row] = await db.query<{
    available: bigint;
    pending: bigint;
    first_captured_at: Date | null;
    revenue: bigint;
    waived: bigint;
    messages: bigint;
  }>(
    `select
       (select coalesce(sum(posted), 0)::bigint from ledger_accounts where account = $1) as available,
       (select coalesce(sum(posted), 0)::bigint from ledger_accounts where account = $2) as pending,
       (select min(captured_at) from charges
         where earning_org = $3 and settled_at is null and status = 'captured' and creator_share > 0) as first_captured_at,
       coalesce(sum(t.marketplace_revenue), 0)::bigint as revenue,
       coalesce(sum(t.waived_add_on), 0)::bigint as waived,
       coalesce(sum(t.waived_messages), 0)::bigint as messages
     from earning_totals t where t.org_id = $3`,
    [availableEarnings(orgId), pendingEarnings(orgId), orgId],
  );
  if (!row) throw new Error('an aggregate returned no row');
  return {
    object: 'earnings',
    wallet: `org:${orgId}`,
    available: row.available,
    pending: row.pending,
    nextSettlementAt: row.first_captured_at && instantOf(row.first_captured_at.getTime() + terms.settleAfterMs),
    marketplaceRevenue: row.revenue,
    waived: row.waived,
    waivedMessages: Number(row.messages),
    minimumPayout: terms.minimumPayout,
  };
}
