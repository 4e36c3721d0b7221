-- Up Migration
-- The vault: accounts, transactions and entries of a double-entry ledger. Amounts are microcredits and credit-positive: what the
-- platform owes (wallets, holds, earnings) and earns is positive, what it has (cash) and spends is negative, so that all of
-- it sums to zero. Everything here is written by the ledger room alone.

create domain microcredits as bigint;

-- An account that only ever receives (platform income, a popular creator's pending earnings) is spread over lanes, so that no
-- single row is locked by every charge. Accounts with a floor have lane 0 alone.
create table ledger_accounts (
  account text not null,
  lane smallint not null default 0 check (lane between 0 and 7),
  posted microcredits not null default 0,
  seq bigint not null default 0 check (seq >= 0),
  primary key (account, lane),
  constraint ledger_accounts_known check (
    account ~ '^(wallet|held):(user|org):.+$'
    or account ~ '^earnings:.+:(pending|available|in_transit)$'
    or account in (
      'platform:cash', 'platform:infra_revenue', 'platform:marketplace_revenue',
      'platform:free_message_subsidy', 'platform:promotions', 'platform:dispute_loss'
    )
  ),
  constraint ledger_accounts_one_lane check (lane = 0 or account !~ '^(wallet|held):'),
  constraint ledger_accounts_floor check (posted >= 0 or account !~ '^(held|earnings):')
);

create table ledger_transactions (
  id text primary key,
  kind text not null check (kind in (
    'adjustment', 'capture', 'charge', 'dispute', 'dispute_reversed', 'earnings_settled', 'free_message',
    'hold', 'payout', 'plan_grant', 'refund', 'release', 'topup', 'topup_refund'
  )),
  -- One effect per cause: a message is charged once, a Checkout session credited once.
  source_kind text not null,
  source_id text not null,
  details jsonb not null default '{}',
  created_at timestamptz not null,
  constraint ledger_transactions_one_effect unique (source_kind, source_id)
);

create table ledger_entries (
  account text not null,
  lane smallint not null,
  seq bigint not null check (seq > 0),
  transaction_id text not null references ledger_transactions (id),
  kind text not null,
  amount microcredits not null,
  balance_after microcredits not null,
  created_at timestamptz not null,
  primary key (account, lane, seq),
  -- Only a clawback takes a wallet below zero; credits that arrive in debt may leave it there.
  constraint ledger_entries_floor check (
    balance_after >= 0
    or account like 'platform:%'
    or (account like 'wallet:%' and (amount >= 0 or kind in ('topup_refund', 'dispute')))
  )
);
create index ledger_entries_by_transaction on ledger_entries (transaction_id);
-- A wallet's history by kind and by date, newest first; other accounts are not browsed.
create index ledger_entries_by_kind on ledger_entries (account, kind, seq) where account like 'wallet:%';
create index ledger_entries_by_time on ledger_entries (account, created_at, seq) where account like 'wallet:%';

-- All entries of a transaction are written by one statement, so each statement must leave every transaction it touches balanced.
create function ledger_refuse_unbalanced() returns trigger language plpgsql as $$
declare
  offender text;
begin
  select transaction_id into offender from added group by transaction_id having sum(amount) <> 0 limit 1;
  if offender is not null then
    raise exception 'transaction % does not sum to zero', offender using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger ledger_entries_balanced after insert on ledger_entries
  referencing new table as added for each statement execute function ledger_refuse_unbalanced();

-- History is appended to and never rewritten.
create function ledger_refuse_rewriting() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger ledger_entries_append_only before update or delete or truncate on ledger_entries
  for each statement execute function ledger_refuse_rewriting();
create trigger ledger_transactions_append_only before update or delete or truncate on ledger_transactions
  for each statement execute function ledger_refuse_rewriting();
create trigger ledger_accounts_stay before delete or truncate on ledger_accounts
  for each statement execute function ledger_refuse_rewriting();
