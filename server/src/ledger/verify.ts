import type { Queryable } from '../db/index.ts';

/** One invariant, and the rows that break it: none, in a ledger that is right. */
interface Invariant {
  readonly name: string;
  readonly offenders: string;
}

export interface Verdict {
  readonly name: string;
  /** Up to `offendersShown` rows; empty when the invariant holds. */
  readonly offenders: readonly Record<string, unknown>[];
}

/** Rows shown for each broken invariant: enough to see the pattern. */
const offendersShown = 20;

const invariants: readonly Invariant[] = [
  {
    name: 'every transaction sums to zero',
    offenders: `select transaction_id as id, sum(amount)::text as sum, count(*)::int as entries
      from ledger_lines group by transaction_id having sum(amount) <> 0
      union all
      select t.id, '0', 0 from ledger_transactions t
      where not exists (select from ledger_entries e where e.transaction_id = t.id)`,
  },
  {
    name: 'every entry belongs to a transaction or to a charge',
    offenders: `select e.account, e.lane, e.seq::text, e.transaction_id
      from ledger_entries e
      left join ledger_transactions t on t.id = e.transaction_id
      left join charges c on c.id = charge_of_transaction(e.transaction_id)
      where t.id is null and c.id is null`,
  },
  {
    name: 'every balance equals the sum of its entries, and its seq counts them',
    offenders: `select coalesce(a.account, e.account) as account, coalesce(a.lane, e.lane) as lane,
        a.posted::text as posted, e.sum::text as sum, a.seq::text as seq, e.entries::text as entries
      from ledger_accounts a
      full join (
        select account, lane, sum(amount) as sum, count(*) as entries from ledger_lines group by account, lane
      ) e using (account, lane)
      where a.posted is distinct from coalesce(e.sum, 0) or a.seq is distinct from coalesce(e.entries, 0)`,
  },
  {
    name: 'seq has no gap and balance after follows from the entry before',
    offenders: `select account, lane, seq::text, amount::text, balance_after::text, before::text as balance_before
      from (
        select account, lane, seq, amount, balance_after,
          coalesce(lag(balance_after) over w, 0) as before, coalesce(lag(seq) over w, 0) as seq_before
        from ledger_lines window w as (partition by account, lane order by seq)
      ) chained
      where balance_after <> before + amount or seq <> seq_before + 1`,
  },
  {
    name: 'entries carry the kind and time of their transaction or charge',
    offenders: `select e.account, e.lane, e.seq::text, e.kind, t.kind as transaction_kind
      from ledger_entries e join ledger_transactions t on t.id = e.transaction_id
      where e.kind <> t.kind or e.created_at <> t.created_at
      union all
      select e.account, e.lane, e.seq::text, e.kind, c.kind
      from ledger_entries e
      join (
        select id, case when held_first then 'hold' when free then 'free_message' else 'charge' end as kind, created_at from charges
      ) c on c.id = charge_of_transaction(e.transaction_id)
      where e.kind <> c.kind or e.created_at <> c.created_at`,
  },
  {
    name: 'wallets fall below zero by a clawback alone; held and earnings never',
    offenders: `select account, lane, seq::text, kind, amount::text, balance_after::text from ledger_entries
      where balance_after < 0 and account not like 'platform:%'
        and not (account like 'wallet:%' and (amount >= 0 or kind in ('topup_refund', 'dispute')))`,
  },
  {
    name: 'all accounts together sum to zero',
    offenders: 'select sum(posted)::text as sum from ledger_accounts having sum(posted) <> 0',
  },
  {
    name: 'each cause has one effect',
    offenders: `select source_kind, source_id, count(*)::int from ledger_transactions
      group by source_kind, source_id having count(*) > 1`,
  },
  {
    name: 'infra + add-on = total, and creator + platform = add-on',
    offenders: `select id, amount::text, infra::text, add_on::text, creator_share::text, platform_share::text from charges
      where amount <> infra + add_on or add_on <> creator_share + platform_share or (free and amount <> 0)`,
  },
  {
    name: "a charge took its amount from its payer's wallet, and its status is what the ledger says",
    offenders: `select c.id, c.status, c.amount::text, taken.kind, taken.amount::text as taken
      from charges c
      left join ledger_transactions t on t.source_kind = 'charge' and t.source_id = c.id
      left join ledger_entries taken
        on taken.transaction_id = coalesce(t.id, transaction_of_charge(c.id)) and taken.account = 'wallet:' || c.wallet
      where taken.amount is distinct from -c.amount
        or (c.held_first <> coalesce(taken.kind = 'hold', false))
        or (c.status = 'released') <> exists (select from ledger_transactions where source_kind = 'release' and source_id = c.id)
        or (c.status = 'refunded') <> exists (select from ledger_transactions where source_kind = 'refund' and source_id = c.id)
        or (c.held_first and c.captured_at is not null)
          <> exists (select from ledger_transactions where source_kind = 'capture' and source_id = c.id)`,
  },
  {
    name: 'what is held in the ledger is what charges hold and disputes freeze',
    offenders: `select coalesce(h.account, 'held:' || c.wallet) as account, h.posted::text, c.held::text
      from (select account, posted from ledger_accounts where account like 'held:%') h
      full join (
        select wallet, sum(held) as held from (
          select wallet, amount as held from charges where status = 'held'
          union all
          select wallet, frozen from topups where frozen > 0
        ) kept group by wallet
      ) c on h.account = 'held:' || c.wallet
      where coalesce(h.posted, 0) <> coalesce(c.held, 0)`,
  },
  {
    name: 'pending earnings are the shares of captured charges that have not settled',
    offenders: `select coalesce(a.account, c.account) as account, a.posted::text, c.share::text
      from (
        select account, sum(posted) as posted from ledger_accounts where account ~ '^earnings:.+:pending$' group by account
      ) a
      full join (
        select 'earnings:' || earning_org || ':pending' as account, sum(creator_share) as share from charges
        where status = 'captured' and settled_at is null group by earning_org
      ) c using (account)
      where coalesce(a.posted, 0) <> coalesce(c.share, 0)`,
  },
  {
    name: "the platform's income is what captured charges brought it",
    offenders: `select account, posted::text, brought::text
      from (
        select 'platform:infra_revenue' as account, coalesce(sum(infra + waived_infra), 0) as brought from charges where status = 'captured'
        union all
        select 'platform:marketplace_revenue', coalesce(sum(platform_share), 0) from charges where status = 'captured'
      ) c
      left join (
        select account, sum(posted) as posted from ledger_accounts where account like 'platform:%\\_revenue' group by account
      ) a using (account)
      where coalesce(posted, 0) <> brought`,
  },
  {
    name: 'a settlement made available the shares that settled with it',
    offenders: `select coalesce(c.settlement_id, e.transaction_id) as id, c.share::text, e.amount::text as settled
      from (
        select settlement_id, sum(creator_share) as share from charges where settlement_id is not null group by settlement_id
      ) c
      full join (
        select transaction_id, sum(amount) as amount from ledger_entries
        where kind = 'earnings_settled' and account like 'earnings:%:available' group by transaction_id
      ) e on e.transaction_id = c.settlement_id
      where c.share is distinct from e.amount`,
  },
  {
    name: 'what creators are shown sums what was charged',
    offenders: `select coalesce(t.org_id, c.earning_org) as org, t.revenue::text, c.platform::text, t.waived::text, c.waived_add_on::text
      from (
        select org_id, sum(marketplace_revenue) as revenue, sum(waived_add_on) as waived, sum(waived_messages) as messages
        from earning_totals group by org_id
      ) t
      full join (
        select earning_org, sum(platform_share) as platform, sum(waived_add_on) as waived_add_on,
          count(*) filter (where waived_add_on > 0) as messages
        from charges where status = 'captured' group by earning_org
      ) c on c.earning_org = t.org_id
      where coalesce(t.revenue, 0) <> coalesce(c.platform, 0) or coalesce(t.waived, 0) <> coalesce(c.waived_add_on, 0)
        or coalesce(t.messages, 0) <> coalesce(c.messages, 0)`,
  },
  {
    name: 'clawed back and frozen is what the ledger took for it, and no more than was credited',
    offenders: `select p.id, p.credits::text, p.refunded::text, p.disputed::text, p.frozen::text, coalesce(taken.amount, 0)::text as taken
      from topups p
      left join (
        select t.details->>'topupId' as id, -sum(e.amount) as amount
        from ledger_transactions t join ledger_entries e on e.transaction_id = t.id and e.account like 'wallet:%'
        where t.source_kind = 'clawback' group by 1
      ) taken on taken.id = p.id
      where p.refunded + p.disputed + p.frozen <> coalesce(taken.amount, 0) or p.refunded + p.disputed + p.frozen > p.credits`,
  },
  {
    name: 'free messages used are the free charges that stand',
    offenders: `select coalesce(f.agent_id, c.agent_id) as agent_id, coalesce(f.user_id, c.user_id) as user_id, f.used, c.charged::int
      from free_messages f
      full join (
        select agent_id, user_id, count(*) as charged from charges
        where free and status in ('held', 'captured') group by agent_id, user_id
      ) c on c.agent_id = f.agent_id and c.user_id = f.user_id
      where coalesce(f.used, 0) <> coalesce(c.charged, 0)`,
  },
  {
    name: 'what is in transit in the ledger is what payouts have set aside',
    offenders: `select coalesce(a.account, p.account) as account, a.posted::text, p.amount::text
      from (select account, sum(posted) as posted from ledger_accounts where account ~ '^earnings:.+:in_transit$' group by account) a
      full join (
        select 'earnings:' || org_id || ':in_transit' as account, sum(amount) as amount from payouts
        where status in ('requested', 'queued', 'in_transit', 'unknown') group by org_id
      ) p using (account)
      where coalesce(a.posted, 0) <> coalesce(p.amount, 0)`,
  },
  {
    name: 'a payout took from cash what was sent, less what was taken back, once',
    offenders: `select p.id, p.status, p.amount::text, p.reversed::text, coalesce(moved.amount, 0)::text as cash
      from payouts p
      left join (
        select t.details->>'payoutId' as id, sum(e.amount) as amount
        from ledger_transactions t join ledger_entries e on e.transaction_id = t.id and e.account = 'platform:cash'
        where t.kind = 'payout' group by 1
      ) moved on moved.id = p.id
      where coalesce(moved.amount, 0) <> case when p.status in ('paid', 'reversed') then p.amount - p.reversed else 0 end`,
  },
  {
    name: 'what a budget counts as spent is what its member was charged in its period',
    offenders: `select b.org_id, b.user_id, b.spent::text, coalesce(sum(c.amount), 0)::text as charged
      from budgets b
      left join charges c on c.org_id = b.org_id and c.user_id = b.user_id and c.created_at >= b.period_start
        and c.status in ('held', 'captured')
      group by b.org_id, b.user_id, b.spent, b.period_start
      having b.spent <> coalesce(sum(c.amount), 0)`,
  },
  {
    name: 'a top-up is paid exactly when its credits are in the ledger, once',
    offenders: `select p.id, p.status, p.credits::text, e.amount::text as credited
      from topups p
      left join ledger_transactions t on (t.source_kind = 'checkout_session' and t.source_id = p.session_id)
        or (p.kind = 'auto' and t.source_kind = 'payment_intent' and t.source_id = p.payment_intent_id)
      left join ledger_entries e on e.transaction_id = t.id and e.account = 'wallet:' || p.wallet
      where (p.status = 'paid') <> (t.id is not null) or (t.id is not null and e.amount is distinct from p.credits)`,
  },
];

/** Memory for each sort and each table of a join: with PostgreSQL's own 4 MB a ledger of millions goes through the disk many times. */
const workMemory = '32MB';

/**
 * Proves the ledger's invariants over the whole database, in a transaction of the caller's. Read it in one snapshot, or moving money looks like missing
 * money. Each query is planned as if all of its rows were wanted (`materialized`): planned for the first twenty, which are not there, it would look each
 * entry up by itself.
 */
export async function verify(db: Queryable): Promise<Verdict[]> {
  await db.query("select set_config('work_mem', $1, true)", [workMemory]);
  const verdicts: Verdict[] = [];
  for (const { name, offenders } of invariants) {
    const rows = `with broken as materialized (${offenders}) select * from broken limit ${offendersShown}`;
    verdicts.push({ name, offenders: await db.query(rows) });
  }
  return verdicts;
}
