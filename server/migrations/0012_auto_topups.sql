-- Up Migration
-- Top-ups that a wallet makes by itself, with a card the payer has saved for it.

alter table topups
  add column kind text not null default 'checkout' check (kind in ('checkout', 'auto')),
  alter column success_url drop not null,
  alter column cancel_url drop not null,
  add constraint topups_return_urls check (kind = 'auto' or (success_url is not null and cancel_url is not null));
-- One at a time: whatever asks for another while one is under way finds this row.
create unique index topups_one_auto_in_flight on topups (wallet) where kind = 'auto' and status in ('pending', 'processing');
create index topups_auto_by_month on topups (wallet, created_at) where kind = 'auto';

create table auto_topups (
  wallet text primary key,
  enabled boolean not null,
  threshold microcredits not null check (threshold >= 0),
  pack_id text not null,
  monthly_cap microcredits not null check (monthly_cap >= 0),
  -- Declines in a row, and until when they (or the cool-down) hold the next try back.
  failures integer not null default 0 check (failures >= 0),
  next_try_at timestamptz,
  -- What stands in the way until somebody acts: no card, a bank that wants the payer, or too many declines.
  obstacle text check (obstacle in ('needs_card', 'needs_action', 'paused')),
  action_url text,
  last_failure text,
  changed_by text not null,
  changed_at timestamptz not null
);
create index auto_topups_on on auto_topups (next_try_at) where enabled and obstacle is null;
