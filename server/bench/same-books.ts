import type { Pool } from '../src/db/index.ts';
import { newId } from '../src/new-id.ts';

/** One statement for each charge that writes exactly the rows that the server writes, into tables like the server's, with their checks and keys. */
export async function createBooks(pool: Pool): Promise<void> {
  for (const table of ['ledger_accounts', 'ledger_entries', 'charges', 'earning_totals'])
    await pool.query(`create table books_${table} (like ${table} including all)`);
  await pool.query(`create trigger balanced after insert on books_ledger_entries
    referencing new table as added for each statement execute function ledger_refuse_unbalanced()`);
}

/** Lanes of the accounts that only receive, where a hot one is to be avoided. */
const lanes = 64;

export async function openBooks(
  pool: Pool,
  accounts: { wallets: readonly string[]; creators: readonly string[] },
): Promise<void> {
  await pool.query(
    `insert into books_ledger_accounts (account, lane, posted, seq)
     select 'wallet:user:' || w, 0, 1000000000000, 0 from unnest($1::text[]) as w
     union all
     select a, lane, 0, 0 from unnest(array['platform:infra_revenue', 'platform:marketplace_revenue'] || (
       select array_agg('earnings:org:' || c || ':pending') from unnest($2::text[]) as c)) as a, generate_series(0, $3 - 1) as lane`,
    [accounts.wallets, accounts.creators, lanes],
  );
}

/** One charge of 0.5 credits: refused unless the payer has them. With \`hot\` everybody shares one lane of the platform's accounts. */
export async function chargeInBooks(
  pool: Pool,
  order: { wallet: string; creator: string; caller: number; hot: boolean },
): Promise<void> {
  const now = Date.now();
  const id = newId('charge', now);
  const rows = await pool.query({ name: 'same books', text: chargeText }, [
    id,
    newId('transaction', now),
    order.wallet,
    order.creator,
    order.hot ? 0 : order.caller % lanes,
    new Date(now),
  ]);
  if (rows.length < 2) throw new Error(`${order.wallet} could not pay`);
}

const chargeText = `
  with paid as (
    update books_ledger_accounts set posted = posted - 500000, seq = seq + 1
    where account = 'wallet:user:' || $3 and lane = 0 and posted >= 500000 returning account, lane, posted, seq, -500000 as amount
  ), earned as (
    update books_ledger_accounts set posted = posted + 140000, seq = seq + 1
    where account = 'earnings:org:' || $4 || ':pending' and lane = $5 and exists (select from paid) returning account, lane, posted, seq, 140000 as amount
  ), kept as (
    update books_ledger_accounts set posted = posted + 60000, seq = seq + 1
    where account = 'platform:marketplace_revenue' and lane = $5 and exists (select from earned) returning account, lane, posted, seq, 60000 as amount
  ), covered as (
    update books_ledger_accounts set posted = posted + 300000, seq = seq + 1
    where account = 'platform:infra_revenue' and lane = $5 and exists (select from kept) returning account, lane, posted, seq, 300000 as amount
  ), charge as (
    insert into books_charges
      (id, message_id, agent_id, agent_name, user_id, wallet, price_version, infra, add_on, waived_infra, waived_add_on,
       amount, free, earning_org, creator_share, platform_share, lane, held_first, status, free_remaining, balance_after, created_at, captured_at)
    select $1, 'msg_' || $1, $4, $4, $3, 'user:' || $3, 1, 300000, 200000, 0, 0, 500000, false, $4, 140000, 60000, $5, false,
      'captured', 0, posted, $6, $6 from paid
  ), summed as (
    insert into books_earning_totals (org_id, lane, marketplace_revenue, waived_add_on, waived_messages)
    select $4, $5, 60000, 0, 0 from kept
    on conflict (org_id, lane) do update set marketplace_revenue = books_earning_totals.marketplace_revenue + excluded.marketplace_revenue
  )
  insert into books_ledger_entries (account, lane, seq, transaction_id, kind, amount, balance_after, created_at,
    income_lane, infra, infra_seq, infra_after, marketplace, marketplace_seq, marketplace_after)
  select p.account, p.lane, p.seq, $2, 'charge', p.amount, p.posted, $6, $5, c.amount, c.seq, c.posted, k.amount, k.seq, k.posted
  from paid p, covered c, kept k
  union all
  select account, lane, seq, $2, 'charge', amount, posted, $6, null, null, null, null, null, null, null from earned
  returning 1 as done`;
