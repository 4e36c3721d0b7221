import type { Clock } from '../clock.ts';
import type { Queryable } from '../db/index.ts';
import {
  type AccountKey,
  availableEarnings,
  type Draft,
  type Ledger,
  pendingEarnings,
  walletAccount,
} from '../ledger/index.ts';
import { newId } from '../new-id.ts';

/** Charges that one transaction settles: a second's worth of work, so that a crash repeats little and locks are short. */
const batchMost = 1_000;

/** What settles waits for this lock, so that processes do not gather the same shares to find that one of them has settled them: "sett" in ASCII. */
const settlingLock = 0x73657474;

interface DueShare {
  readonly id: string;
  readonly earning_org: string;
  readonly lane: number;
  readonly creator_share: bigint;
}

export interface SettleDependencies {
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** How long a share stays pending, in ms. */
  readonly settleAfterMs: number;
}

/**
 * Moves creators' shares from pending to available, each once: a charge is marked in the transaction that moves its share.
 * Several processes may run this at once; they take turns by the batch.
 */
export async function settleDue(deps: SettleDependencies): Promise<number> {
  let settled = 0;
  for (;;) {
    const more = await settleBatch(deps);
    if (more === undefined) return settled;
    settled += more;
  }
}

/** Shares of creators that are due to settle, at most a batch of them. */
export const dueShares = (tx: Queryable, dueBefore: Date): Promise<DueShare[]> =>
  tx.query<DueShare>(
    `select c.id, c.earning_org, c.lane, c.creator_share
     from (
       select distinct left(substr(account, length('earnings:') + 1), -length(':pending')) as org from ledger_accounts
       where account like 'earnings:%:pending' and posted > 0
     ) o
     cross join lateral (
       select id, earning_org, lane, creator_share from charges
       where earning_org = o.org and settled_at is null and status = 'captured' and creator_share > 0 and captured_at <= $1
       order by captured_at limit $2
     ) c
     limit $2`,
    [dueBefore, batchMost],
  );

/** How many shares were settled; undefined when none is due. */
function settleBatch({ ledger, clock, settleAfterMs }: SettleDependencies): Promise<number | undefined> {
  return ledger.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [settlingLock]);
    const due = await dueShares(tx, new Date(clock() - settleAfterMs));
    if (due.length === 0) return undefined;
    const book = await tx.open(due.flatMap(accountsOf));
    const at = new Date(clock());
    // Refunded between the look and the locks: those are no longer due.
    const shares = await tx.query<DueShare>(
      `select id, earning_org, lane, creator_share from charges
       where id = any($1) and settled_at is null and status = 'captured' order by id for update`,
      [due.map(({ id }) => id)],
    );
    const byOrg = Map.groupBy(shares, (share) => share.earning_org);
    const marks: { id: string; settlementId: string }[] = [];
    for (const [org, ofOrg] of byOrg) {
      const draft = draftOf(org, ofOrg, at);
      const outcome = book.post(draft);
      if (!outcome.posted) throw new Error(`pending earnings of ${org} do not hold what is due: ${outcome.account}`);
      marks.push(...ofOrg.map(({ id }) => ({ id, settlementId: draft.id })));
    }
    await tx.write(book);
    await tx.query(
      `update charges c set settled_at = $3, settlement_id = m.settlement_id
       from unnest($1::text[], $2::text[]) as m (id, settlement_id) where c.id = m.id`,
      [marks.map(({ id }) => id), marks.map(({ settlementId }) => settlementId), at],
    );
    return marks.length;
  });
}

const accountsOf = ({ earning_org: org, lane }: DueShare): AccountKey[] => [
  { account: pendingEarnings(org), lane },
  { account: availableEarnings(org) },
  { account: walletAccount(`org:${org}`) },
];

/** One transaction for all that an organization earned, with a line of 0 in its wallet's history. */
function draftOf(org: string, shares: readonly DueShare[], at: Date): Draft {
  const id = newId('transaction', at.getTime());
  const earned = shares.reduce((sum, share) => sum + share.creator_share, 0n);
  const byLane = Map.groupBy(shares, (share) => share.lane);
  return {
    id,
    kind: 'earnings_settled',
    source: { kind: 'settlement', id },
    details: { earnings: String(earned), messages: String(shares.length) },
    postings: [
      { account: walletAccount(`org:${org}`), amount: 0n },
      { account: availableEarnings(org), amount: earned },
      ...[...byLane].map(([lane, ofLane]) => ({
        account: pendingEarnings(org),
        lane,
        amount: -ofLane.reduce((sum, share) => sum + share.creator_share, 0n),
      })),
    ],
    at,
  };
}
