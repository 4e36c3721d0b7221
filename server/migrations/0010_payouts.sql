-- Up Migration
-- Creators' accounts at Stripe, and the earnings that are on their way there.

create table connected_accounts (
  org_id text primary key,
  account_id text not null unique,
  details_submitted boolean not null default false,
  payouts_enabled boolean not null default false,
  requirements_due text[] not null default '{}',
  disabled_reason text,
  -- Payouts to the bank that failed in a row.
  bank_failures integer not null default 0 check (bank_failures >= 0),
  disconnected_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

create table payouts (
  id text primary key,
  -- What asked for it: repeating that request finds this row instead of paying twice.
  cause text not null unique,
  org_id text not null,
  account_id text not null,
  amount microcredits not null check (amount > 0),
  amount_cents bigint not null check (amount_cents > 0),
  currency text not null check (currency = 'usd'),
  status text not null check (status in ('requested', 'queued', 'in_transit', 'unknown', 'paid', 'failed', 'reversed')),
  -- A new attempt is made, under a new key at Stripe, only after a definite answer to the one before.
  attempt integer not null default 1 check (attempt > 0),
  sent_at timestamptz,
  transfer_id text unique,
  reversed microcredits not null default 0 check (reversed >= 0),
  reversal_steps integer not null default 0,
  failure text,
  requested_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  next_try_at timestamptz not null,
  constraint payouts_whole_cents check (amount = amount_cents * 100000),
  constraint payouts_reversed check (reversed <= amount),
  constraint payouts_transferred check ((status in ('paid', 'reversed')) = (transfer_id is not null))
);
create index payouts_open on payouts (next_try_at) where status in ('requested', 'queued', 'in_transit', 'unknown');
create index payouts_by_org on payouts (org_id, id desc);
