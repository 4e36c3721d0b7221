-- Up Migration
-- Credits being bought, and what Stripe told us.

create table stripe_customers (
  wallet text primary key,
  customer_id text not null unique,
  created_at timestamptz not null
);

create table topups (
  id text primary key,
  -- What asked for it: repeating that request finds this row instead of buying twice.
  cause text not null unique,
  wallet text not null,
  requested_by text not null,
  pack_id text not null,
  credits microcredits not null check (credits > 0),
  amount_cents bigint not null check (amount_cents > 0),
  currency text not null check (currency = 'usd'),
  ui_mode text not null check (ui_mode in ('hosted', 'embedded')),
  success_url text not null,
  cancel_url text not null,
  status text not null check (status in ('pending', 'processing', 'paid', 'failed', 'expired')),
  session_id text unique,
  payment_intent_id text unique,
  checkout_url text,
  client_secret text,
  receipt_url text,
  created_at timestamptz not null,
  paid_at timestamptz,
  -- When the sweep asks Stripe next, for a webhook that never came.
  next_check_at timestamptz not null,
  constraint topups_price check (credits = amount_cents * 100000),
  constraint topups_paid check ((status = 'paid') = (paid_at is not null))
);
create index topups_open on topups (next_check_at) where status in ('pending', 'processing');
create index topups_by_wallet on topups (wallet, id desc);

-- The inbox: every signed event as it came, before anything is done about it.
create table stripe_events (
  endpoint text not null,
  event_id text not null,
  type text not null,
  body text not null,
  received_at timestamptz not null,
  attempts integer not null default 0,
  handled_at timestamptz,
  last_error text,
  dead_at timestamptz,
  primary key (endpoint, event_id)
);
create index stripe_events_open on stripe_events (received_at) where handled_at is null;
